package io.thalweg.fusion;

/** A part of an expression. */
public sealed interface Term {
    /** Its value; {@code scores} in the order of {@link Fusion#tasks()}. */
    double of(double[] scores);

    /** A number as it was written. */
    record Number(double value) implements Term {
        @Override
        public double of(double[] scores) {
            return value;
        }
    }

    /** The score at this position. */
    record Score(int position) implements Term {
        @Override
        public double of(double[] scores) {
            return scores[position];
        }
    }

    /** The same with the other sign. */
    record Minus(Term of) implements Term {
        @Override
        public double of(double[] scores) {
            return -of.of(scores);
        }
    }

    /** What becomes of two values. */
    record Both(Operator operator, Term left, Term right) implements Term {
        @Override
        public double of(double[] scores) {
            double a = left.of(scores);
            double b = right.of(scores);
            return switch (operator) {
                case PLUS -> a + b;
                case MINUS -> a - b;
                case TIMES -> a * b;
                case OVER -> a / b;
                case POWER -> StrictMath.pow(a, b);
                case MIN -> Math.min(a, b);
                case MAX -> Math.max(a, b);
            };
        }
    }

    /** What becomes of one value. */
    record Function(Name name, Term of) implements Term {
        @Override
        public double of(double[] scores) {
            double a = of.of(scores);
            return switch (name) {
                case EXP -> StrictMath.exp(a);
                case LOG -> StrictMath.log(a);
                case SQRT -> StrictMath.sqrt(a);
            };
        }
    }

    /** Of two values. */
    enum Operator {
        PLUS,
        MINUS,
        TIMES,
        OVER,
        POWER,
        MIN,
        MAX
    }

    /** Of one value; {@code LOG} is the natural logarithm. */
    enum Name {
        EXP,
        LOG,
        SQRT
    }
}
