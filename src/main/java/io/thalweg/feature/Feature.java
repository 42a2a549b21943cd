package io.thalweg.feature;

import io.thalweg.check.Require;
import io.thalweg.encoder.Encoder;
import io.thalweg.encoder.ImageConv;
import io.thalweg.encoder.Mean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One configured feature: which columns it is made of, and how. */
public sealed interface Feature {
    String name();

    /**
     * What it is in the words of the configuration, its kind first, but for its name and the columns it reads: features
     * of one name and one definition have the same buckets and rows. Those of one kind have the same keys.
     */
    List<Trait> definition();

    /** One thing that a feature is, such as the length of its embedding. */
    record Trait(String key, String value) {
        /** Key of an embedding's length. */
        public static final String EMBEDDING = "embedding";

        /** Key of how strongly a rate is drawn to its task's. */
        public static final String PRIOR = "prior";

        /** Key of what a sequence is encoded by. */
        public static final String ENCODER = "encoder";

        private static Trait kind(String value) {
            return new Trait("type", value);
        }

        private static Trait embedding(int dimension) {
            return new Trait(EMBEDDING, String.valueOf(dimension));
        }

        private static Trait of(List<Categorical> parts) {
            return new Trait("of", parts.stream().map(Trait::leaf).toList().toString());
        }

        private static String leaf(Categorical part) {
            String quoted = "'" + part.name().replace("'", "''") + "'";
            return part instanceof TimePart time ? quoted + " by " + time.part().word() : quoted;
        }
    }

    /** A feature whose value is one bucket. */
    sealed interface Categorical extends Feature {
        /** Length of its embedding. */
        int dimension();

        /** The texts and time parts that its bucket is made of, together. */
        default List<Categorical> parts() {
            return List.of(this);
        }
    }

    /** A feature of one or more numbers. */
    sealed interface Numbers extends Feature {
        /** Each number for itself. */
        List<Numerical> parts();
    }

    /** A feature whose value is one number. */
    sealed interface Numerical extends Numbers {
        @Override
        default List<Numerical> parts() {
            return List.of(this);
        }

        /** Whether the model sees it in units of its own spread. */
        boolean standardise();
    }

    /** The text of a column. */
    record Category(String name, int column, int dimension) implements Categorical {
        @Override
        public List<Trait> definition() {
            return List.of(Trait.kind("categorical"), new Trait("part", "none"), Trait.embedding(dimension));
        }
    }

    /** A part of a time column, in UTC. */
    record TimePart(String name, int column, Part part, int dimension) implements Categorical {
        @Override
        public List<Trait> definition() {
            return List.of(Trait.kind("categorical"), new Trait("part", part.word()), Trait.embedding(dimension));
        }
    }

    /** The combination of two or more texts or time parts. */
    record Cross(String name, List<Categorical> of, int dimension) implements Categorical {
        public Cross {
            of = List.copyOf(of);
        }

        @Override
        public List<Categorical> parts() {
            return of;
        }

        @Override
        public List<Trait> definition() {
            return List.of(Trait.kind("cross"), Trait.of(of), Trait.embedding(dimension));
        }
    }

    /**
     * How many events with the same value of {@code of} (or values, together) have been learned from before this one:
     * its position in a session, whether a user comes back to an item, how popular an item is. In the train log its
     * bucket is that of the value; the lane, whose state the counts are, puts the count's in its place.
     */
    record Count(String name, List<Categorical> of, int dimension) implements Categorical {
        public Count {
            of = List.copyOf(of);
        }

        @Override
        public List<Categorical> parts() {
            return of;
        }

        @Override
        public List<Trait> definition() {
            return List.of(Trait.kind("count"), Trait.of(of), Trait.embedding(dimension));
        }
    }

    /**
     * How often a task's labels were 1, or their mean as they are learned, among the events with the same value of
     * {@code of} (or values, together) that have been learned from before this one, less what it is over all events; of
     * labels that are 0 or 1 in log odds. {@code prior} labels at the overall rate stand before the first one, so that
     * a value never seen has 0. In the train log its number is {@link #keys the bucket} of the value; the lane, whose
     * state the sums are, puts the rate in its place.
     */
    record Rate(String name, List<Categorical> of, String task, double prior) implements Numerical {
        public static final double LEAST_PRIOR = 0.001;
        public static final double MOST_PRIOR = 1e6;

        private static final int KEYS = 1 << 24; // whole numbers below are exact in single precision

        public Rate {
            of = List.copyOf(of);
            Require.that(
                    prior >= LEAST_PRIOR && prior <= MOST_PRIOR,
                    "the prior of '%s' must be from %s to %s labels, got %s",
                    name,
                    LEAST_PRIOR,
                    MOST_PRIOR,
                    prior);
        }

        /** How many buckets its values have, a power of two. */
        public static int keys(int buckets) {
            return Math.min(buckets, KEYS);
        }

        @Override
        public boolean standardise() {
            return true;
        }

        @Override
        public List<Trait> definition() {
            return List.of(
                    Trait.kind("rate"),
                    Trait.of(of),
                    new Trait("task", task),
                    new Trait(Trait.PRIOR, String.valueOf(prior)));
        }
    }

    /**
     * The last {@code length} texts of a column. Shares the embedding rows of the feature called {@code vocabulary}
     * when there is one of that name.
     */
    record Sequence(String name, int column, String vocabulary, int length, int dimension, Encoder encoder)
            implements Feature {
        public Sequence {
            Require.that(!(encoder instanceof ImageConv), "features.%s: a sequence is no image", name);
        }

        /** Pooled by its mean. */
        public Sequence(String name, int column, String vocabulary, int length, int dimension) {
            this(name, column, vocabulary, length, dimension, new Mean());
        }

        /** Whether its items go into the network one by one. */
        public boolean isEncoded() {
            return !(encoder instanceof Mean);
        }

        @Override
        public List<Trait> definition() {
            return List.of(
                    Trait.kind("sequence"),
                    new Trait("of", vocabulary),
                    new Trait("length", String.valueOf(length)),
                    Trait.embedding(dimension),
                    new Trait(Trait.ENCODER, encoder.toString()));
        }
    }

    /** A number; log1p (of max(x, 0)) is taken before the log, standardising is the learner's. */
    record Numeric(String name, int column, boolean log1p, boolean standardise) implements Numerical {
        @Override
        public List<Trait> definition() {
            return List.of(Trait.kind("numeric"), transform());
        }

        private Trait transform() {
            List<String> transform = new ArrayList<>();
            if (log1p) {
                transform.add("log1p");
            }
            if (standardise) {
                transform.add("standardise");
            }
            return new Trait("transform", transform.toString());
        }
    }

    /** A feature whose value is an array of numbers of one length. */
    sealed interface Array extends Numbers {
        /** How each of them goes in, and from which column. */
        Numeric all();

        int length();

        @Override
        default String name() {
            return all().name();
        }

        /** Called {@code name[0]} and so on. */
        @Override
        default List<Numerical> parts() {
            Numeric all = all();
            List<Numerical> parts = new ArrayList<>();
            for (int i = 0; i < length(); i++) {
                parts.add(new Numeric(all.name + '[' + i + ']', all.column, all.log1p, all.standardise));
            }
            return parts;
        }
    }

    /** Numbers of an array, each of which goes in as one. */
    record Vector(Numeric all, int length) implements Array {
        @Override
        public List<Trait> definition() {
            return List.of(Trait.kind("vector"), all.transform(), new Trait("length", String.valueOf(length)));
        }
    }

    /** An image: numbers of an array, pixel by pixel and row by row. */
    record Image(Numeric all, ImageConv encoder) implements Array {
        @Override
        public int length() {
            return encoder.pixels() * encoder.channels();
        }

        @Override
        public List<Trait> definition() {
            return List.of(Trait.kind("image"), all.transform(), new Trait(Trait.ENCODER, encoder.toString()));
        }
    }

    /** What a {@link TimePart} takes of a time. */
    enum Part {
        HOUR,
        WEEKDAY,
        MONTH,
        /** The day itself, counted from 1970: what is special about today. */
        DATE;

        /** As it is written in the configuration. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The part's number for epoch milliseconds. */
        public int of(long millis) {
            long days = Math.floorDiv(millis, 86_400_000L);
            return switch (this) {
                case HOUR -> (int) (Math.floorMod(millis, 86_400_000L) / 3_600_000L);
                case WEEKDAY -> (int) Math.floorMod(days + 3, 7L);
                case DATE -> (int) days;
                case MONTH -> java.time.LocalDate.ofEpochDay(days).getMonthValue() - 1;
            };
        }
    }
}
