package io.thalweg.serve;

import java.util.Map;

/** A request that ends with a problem document. Expected; without a stack. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    ProblemException(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    public ProblemException(Problem.Kind kind, String detail) {
        this(new Problem(kind, detail));
    }

    /** One that will have passed in so many seconds, perhaps. */
    static ProblemException passing(Problem.Kind kind, String detail, long retryAfter) {
        return new ProblemException(new Problem(kind, detail, Map.of("retryAfter", retryAfter)));
    }

    Problem problem() {
        return problem;
    }
}
