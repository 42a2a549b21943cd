package io.thalweg.simulate;

import static java.util.Comparator.comparingLong;

import io.thalweg.check.Require;
import io.thalweg.simulate.ShopEvent.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/**
 * A small shop that never closes. It shows items to users; every impression becomes a record on {@code shop.click}, and
 * if it was clicked, also one on {@code shop.dwell} and one on {@code shop.buy} when the user is done reading. Tastes
 * stay, but with every season other items are in vogue. One owner thread.
 *
 * <p>As in life, a few records are published twice, a few are broken, and a few only ask for scores.
 */
public final class Shop {
    /** The first impression is shown after this time: 2026-03-02, a Monday. */
    public static final long OPENING = 1_772_409_600_000L;

    private static final double REQUESTS = 0.005;
    private static final double DUPLICATES = 0.001;
    private static final double BROKEN = 0.001;
    private static final double MILLIS_BETWEEN = 1_000;
    private static final int LONGEST_ECHO_MILLIS = 600_000;
    private static final int SHOWN = 10;
    private static final int REMEMBERED = 5;

    private final Tastes tastes;
    private final long season;
    private final long turn;
    private final Chance pause;
    private final Chance visitor;
    private final Chance outcome;
    private final Chance fate;
    private final Weighted users = Weighted.zipf(Tastes.USERS, 0.6);
    private final Weighted ranks = Weighted.zipf(Tastes.ITEMS, 0.8);
    private final List<List<String>> histories = new ArrayList<>();
    private final PriorityQueue<Due> due =
            new PriorityQueue<>(comparingLong(Due::at).thenComparingLong(Due::sequence));
    private final Tally[] tallies = new Tally[Kind.values().length];
    private long clock = OPENING;
    private long shown;
    private long queued;
    private long published;
    private long broken;
    private long duplicates;
    private long requests;

    /** Published once the time has come; {@code sequence} breaks ties. */
    private record Due(long at, long sequence, ShopEvent event) {}

    /** What the truth would have lost on the labels of one kind. */
    private static final class Tally {
        private long labelled;
        private double loss;
    }

    /**
     * A shop of its own for every seed.
     *
     * @param season records after which the vogue changes
     */
    public Shop(long seed, long season) {
        this(seed, season, Long.MAX_VALUE);
    }

    /**
     * The same, whose tastes turn into their opposite.
     *
     * @param turn records after which they do: who liked what is shown then likes it as little, and the other way
     *     round; all else stays
     */
    public Shop(long seed, long season, long turn) {
        Require.that(season >= 1, "a season must be at least one record, got %d", season);
        Require.that(turn >= 0, "tastes turn after 0 records or more, got %d", turn);
        this.season = season;
        this.turn = turn;
        tastes = new Tastes(seed);
        pause = Chance.of(seed, "pause");
        visitor = Chance.of(seed, "visitor");
        outcome = Chance.of(seed, "outcome");
        fate = Chance.of(seed, "fate");
        for (int user = 0; user < Tastes.USERS; user++) {
            histories.add(List.of());
        }
        for (int kind = 0; kind < tallies.length; kind++) {
            tallies[kind] = new Tally();
        }
    }

    /** The record that is published next. */
    public ShopEvent next() {
        Due first = due.peek();
        while (first == null || first.at() > clock) {
            show();
            first = due.peek();
        }
        due.remove();
        ShopEvent event = first.event().trouble() == Trouble.DUPLICATE ? first.event() : decide(first);
        published++;
        count(event);
        return event;
    }

    /** What the truth would have reached on the labels published up to now, each counted once. */
    public Best best(Kind kind) {
        Tally tally = tallies[kind.ordinal()];
        double mean = tally.loss / tally.labelled;
        return new Best(tally.labelled, kind == Kind.DWELL ? StrictMath.sqrt(mean) : mean);
    }

    /** Records published up to now. */
    public long published() {
        return published;
    }

    /** Those of them that belong into quarantine. */
    public long broken() {
        return broken;
    }

    public long duplicates() {
        return duplicates;
    }

    public long requests() {
        return requests;
    }

    static String userName(int user) {
        return "u" + user;
    }

    static String itemName(int item) {
        return "i" + item;
    }

    private void show() {
        long id = shown++;
        double hurry = 1 + 0.6 * Tastes.evening(clock);
        clock += 1 + (long) (-StrictMath.log(pause.uniform(id)) * MILLIS_BETWEEN / hurry);
        long vogue = published / season;
        int user = users.draw(visitor.bits(4 * id));
        int item = inVogue(vogue, ranks.draw(visitor.bits(4 * id + 1)));
        int device = visitor.below(2, 4 * id + 2) + (user & 1);
        int position = 1 + visitor.below(SHOWN, 4 * id + 3);
        Impression seen =
                new Impression(id, clock, user, item, tastes.price(item), device, position, histories.get(user));
        react(seen, published < turn ? tastes.truth(seen, vogue) : tastes.turned(seen, vogue));
    }

    // A rank's item: another half of the assortment comes to the front each season.
    private int inVogue(long vogue, int rank) {
        int shift = (int) Math.floorMod(vogue * (Tastes.ITEMS / 2 + 7), (long) Tastes.ITEMS);
        return (rank * 7 + shift) % Tastes.ITEMS;
    }

    private void react(Impression seen, Tastes.Truth truth) {
        boolean clicked = outcome.uniform(3 * seen.id()) < truth.click();
        queue(seen.time(), new ShopEvent(Kind.CLICK, seen, truth, clicked ? 1 : 0, Trouble.NONE));
        if (!clicked) {
            return;
        }
        double seconds = StrictMath.expm1(truth.dwell() + Tastes.DWELL_NOISE * outcome.normal(3 * seen.id() + 1));
        boolean bought = outcome.uniform(3 * seen.id() + 2) < truth.buy();
        long done = seen.time() + (long) (1_000 * seconds);
        queue(done, new ShopEvent(Kind.DWELL, seen, truth, seconds, Trouble.NONE));
        queue(done, new ShopEvent(Kind.BUY, seen, truth, bought ? 1 : 0, Trouble.NONE));
        remember(seen);
    }

    private void remember(Impression seen) {
        List<String> items = new ArrayList<>(histories.get(seen.user()));
        items.add(itemName(seen.item()));
        histories.set(seen.user(), List.copyOf(items.subList(Math.max(0, items.size() - REMEMBERED), items.size())));
    }

    // What happens to a record on its way, drawn when it is published.
    private ShopEvent decide(Due item) {
        ShopEvent event = item.event();
        double draw = fate.uniform(2 * item.sequence());
        if (draw < REQUESTS) {
            return event.asRequest();
        }
        if (draw < REQUESTS + BROKEN) {
            return event.with(Trouble.broken(broken));
        }
        if (draw < REQUESTS + BROKEN + DUPLICATES) {
            long echo = 1 + fate.below(LONGEST_ECHO_MILLIS, 2 * item.sequence() + 1);
            queue(item.at() + echo, event.with(Trouble.DUPLICATE));
        }
        return event;
    }

    private void queue(long at, ShopEvent event) {
        due.add(new Due(at, queued++, event));
    }

    private void count(ShopEvent event) {
        if (event.trouble() == Trouble.DUPLICATE) {
            duplicates++;
        } else if (event.trouble().isBroken()) {
            broken++;
        } else if (event.isRequest()) {
            requests++;
        } else {
            Tally tally = tallies[event.kind().ordinal()];
            tally.labelled++;
            tally.loss += loss(event);
        }
    }

    private static double loss(ShopEvent event) {
        return switch (event.kind()) {
            case CLICK -> logloss(event.truth().click(), event.label());
            case BUY -> logloss(event.truth().buy(), event.label());
            case DWELL -> {
                double error = StrictMath.log1p(event.label()) - event.truth().dwell();
                yield error * error;
            }
        };
    }

    private static double logloss(double probability, double label) {
        return -StrictMath.log(label == 1 ? probability : 1 - probability);
    }
}
