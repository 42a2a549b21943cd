package io.thalweg.tensor;

import org.nd4j.linalg.factory.Nd4j;

/** What the numbers depend on besides configuration and log. */
public final class Platform {
    private Platform() {}

    /**
     * Brings up the native library with one thread and says what it is. Two machines that say the same compute the same
     * bits. Must be called before the first matrix is made.
     */
    public static String nativeMatrices() {
        Nd4j.factory().blas().setMaxThreads(1);
        String core = System.getenv("OPENBLAS_CORETYPE");
        return "%s, nd4j %s, openblas core %s, %d thread"
                .formatted(
                        System.getProperty("os.arch"),
                        Nd4j.class.getPackage().getImplementationVersion(),
                        core == null ? "of this CPU (OPENBLAS_CORETYPE is not set)" : core,
                        Nd4j.factory().blas().getMaxThreads());
    }

    /** The same where no native library is used: plain Java arithmetic is the same everywhere. */
    public static String plainJava() {
        return "any (plain Java arithmetic)";
    }
}
