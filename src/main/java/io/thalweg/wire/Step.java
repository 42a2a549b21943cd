package io.thalweg.wire;

import io.thalweg.ingest.ObservationBuilder;

/** What is done with one value of the writer's schema: passed over, or taken into a column. */
interface Step {
    /** Reads exactly this value's bytes. */
    void run(AvroInput in, ObservationBuilder to);

    /** A null, or a record of nothing: no bytes at all. */
    Step NOTHING = (in, to) -> {};

    Step INT = (in, to) -> in.skipInt();

    Step LONG = (in, to) -> in.skipLong();

    /** A string or bytes. */
    Step SIZED = (in, to) -> in.advance(in.readLength());

    Step BOOLEAN = (in, to) -> in.readBoolean();

    /** A value that always takes {@code size} bytes. */
    record Fixed(int size) implements Step {
        @Override
        public void run(AvroInput in, ObservationBuilder to) {
            in.advance(size);
        }
    }

    /** Whichever branch was written. */
    record Union(Step[] branches) implements Step {
        @Override
        public void run(AvroInput in, ObservationBuilder to) {
            branches[in.readIndex(branches.length)].run(in, to);
        }
    }

    /** A record, field by field. */
    record Fields(Step[] fields) implements Step {
        @Override
        public void run(AvroInput in, ObservationBuilder to) {
            in.enter();
            for (Step field : fields) {
                field.run(in, to);
            }
            in.leave();
        }
    }

    /** An array; a map, when {@code item} is {@link Fields} of a key and a value. */
    record Items(Step item) implements Step {
        @Override
        public void run(AvroInput in, ObservationBuilder to) {
            for (int count = in.readBlock(); count > 0; count = in.readBlock()) {
                for (int i = 0; i < count; i++) {
                    item.run(in, to);
                }
            }
        }
    }

    /** The same value for several columns: read again for each. */
    record Again(Step[] steps) implements Step {
        @Override
        public void run(AvroInput in, ObservationBuilder to) {
            int from = in.position();
            for (Step step : steps) {
                in.position(from);
                step.run(in, to);
            }
        }
    }

    /** A record inside of itself. */
    final class Recursion implements Step {
        private Step target = NOTHING;

        void target(Step record) {
            target = record;
        }

        @Override
        public void run(AvroInput in, ObservationBuilder to) {
            target.run(in, to);
        }
    }
}
