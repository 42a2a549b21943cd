package io.thalweg.simulate;

/** Who likes what: the fixed truth of a shop. Users, items and devices are numbers from 0. */
final class Tastes {
    static final int USERS = 600;
    static final int ITEMS = 400;
    static final int CATEGORIES = 12;
    static final int DEVICES = 3; // phone, tablet, desktop
    /** Deviation of log(1 + seconds) around its mean. */
    static final double DWELL_NOISE = 0.6;

    private static final int LATENT = 4;
    private static final double[] CLICK_BY_DEVICE = {0.15, -0.1, -0.15};
    private static final double[] DWELL_BY_DEVICE = {-0.25, 0.1, 0.2};
    private static final double[] BUY_BY_DEVICE = {-0.5, 0.1, 0.5};

    private final Chance userChance;
    private final Chance itemChance;
    private final Chance appealChance;
    private final double[][] userTaste = new double[USERS][LATENT];
    private final double[][] itemTaste = new double[ITEMS][LATENT];
    private final double[] price = new double[ITEMS];

    Tastes(long seed) {
        userChance = Chance.of(seed, "user");
        itemChance = Chance.of(seed, "item");
        appealChance = Chance.of(seed, "appeal");
        Chance userTastes = Chance.of(seed, "user taste");
        Chance itemTastes = Chance.of(seed, "item taste");
        Chance categoryTastes = Chance.of(seed, "category taste");
        for (int user = 0; user < USERS; user++) {
            for (int k = 0; k < LATENT; k++) {
                userTaste[user][k] = userTastes.normal((long) user * LATENT + k) / StrictMath.sqrt(LATENT);
            }
        }
        for (int item = 0; item < ITEMS; item++) {
            for (int k = 0; k < LATENT; k++) {
                itemTaste[item][k] = 0.9 * categoryTastes.normal((long) category(item) * LATENT + k)
                        + 0.45 * itemTastes.normal((long) item * LATENT + k);
            }
            double logPrice = 3 + 0.5 * (category(item) % 5 - 2) + 0.6 * itemChance.normal(item);
            price[item] = StrictMath.rint(100 * StrictMath.exp(logPrice)) / 100;
        }
    }

    static int category(int item) {
        return item % CATEGORIES;
    }

    /**
     * The parameters of chance, which no model is told.
     *
     * @param click probability of a click
     * @param dwell mean of log(1 + seconds) after a click
     * @param buy probability of a purchase after a click
     */
    record Truth(double click, double dwell, double buy) {}

    /** In whole cents. */
    double price(int item) {
        return price[item];
    }

    Truth truth(Impression shown, long season) {
        return truth(shown, season, affinity(shown.user(), shown.item()));
    }

    /** The same when everybody's tastes have turned into their opposite. */
    Truth turned(Impression shown, long season) {
        return truth(shown, season, -affinity(shown.user(), shown.item()));
    }

    private Truth truth(Impression shown, long season, double affinity) {
        int user = shown.user();
        int item = shown.item();
        double overBudget = StrictMath.log(shown.price()) - 3 - 0.5 * of(userChance, user, 0);
        double click = -1.9
                + 1.1 * affinity
                + 0.4 * of(userChance, user, 1)
                + 0.55 * appealChance.under(season).normal(item)
                - 0.12 * (shown.position() - 1)
                - 0.25 * overBudget
                + 0.35 * evening(shown.time())
                + CLICK_BY_DEVICE[shown.device()];
        double dwell = 3.6
                + 0.35 * affinity
                + 0.4 * of(userChance, user, 2)
                + 0.3 * depth(item)
                + DWELL_BY_DEVICE[shown.device()];
        double buy = -2.1
                + 0.7 * affinity
                - 0.6 * overBudget
                + 0.4 * of(userChance, user, 3)
                + BUY_BY_DEVICE[shown.device()];
        return new Truth(sigmoid(click), Math.max(2.2, dwell), sigmoid(buy));
    }

    /** 1 in the evening, -1 in the morning, in UTC. */
    static double evening(long time) {
        double hours = Math.floorMod(time, 86_400_000L) / 3_600_000.0;
        return StrictMath.cos((hours - 20) / 12 * StrictMath.PI);
    }

    private double affinity(int user, int item) {
        double sum = 0;
        for (int k = 0; k < LATENT; k++) {
            sum += userTaste[user][k] * itemTaste[item][k];
        }
        return sum;
    }

    private double depth(int item) {
        return of(itemChance, item, 1);
    }

    private static double of(Chance chance, int who, int trait) {
        return chance.under(trait).normal(who);
    }

    private static double sigmoid(double logit) {
        return 1 / (1 + StrictMath.exp(-logit));
    }
}
