package io.thalweg.stream;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/** Which faults happen when: a function of the seed. */
record Schedule(long seed, List<Strike> strikes) {
    /** When the train log is committed up to {@code offset}, wait {@code delay} ms; {@code millis} as faults need. */
    record Strike(Fault fault, long offset, int delay, int millis) {
        @Override
        public String toString() {
            return "%s at %d + %d ms (%d ms)".formatted(fault, offset, delay, millis);
        }
    }

    /** Every fault of {@code kinds} {@code rounds} times, in random order, spread over the log of so many events. */
    static Schedule of(long seed, List<Fault> kinds, int rounds, int events) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Fault> faults = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            List<Fault> all = new ArrayList<>(kinds);
            Collections.shuffle(all, new Random(random.nextLong()));
            faults.addAll(all);
        }
        int stride = events * 8 / 10 / faults.size();
        List<Strike> strikes = new ArrayList<>();
        for (int i = 0; i < faults.size(); i++) {
            strikes.add(new Strike(
                    faults.get(i),
                    (long) i * stride + random.nextInt(1, stride),
                    random.nextInt(200),
                    random.nextInt(3_000)));
        }
        return new Schedule(seed, List.copyOf(strikes));
    }
}
