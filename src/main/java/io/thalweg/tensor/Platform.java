package io.thalweg.tensor;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Properties;
import java.util.zip.CRC32C;
import org.nd4j.linalg.factory.Nd4j;

/** What the numbers depend on besides configuration and log. */
public final class Platform {
    /*
     * OpenBLAS has one number of threads for the whole process, and ND4J sets it to the number of cores (or to
     * OMP_NUM_THREADS) when it comes up; OPENBLAS_NUM_THREADS is ignored. The threads of OpenMP, which are counted for
     * each of ours anew, share element-wise work only: they change no bit.
     */
    private static final String[] PROBE = {"264x312x128", "312x264x128", "36x40x9"}; // forward, weights' slopes, a head

    private Platform() {}

    /**
     * Brings up the native library with one thread and says what it is. Two machines that say the same compute the same
     * bits: what some products come to is part of it. Must be called before the first matrix is made.
     *
     * @throws IllegalStateException if its products would be shared out to several threads, so that each number of
     *     cores had a model of its own
     */
    public static String nativeMatrices() {
        Nd4j.factory().blas().setMaxThreads(1);
        requireOneThread(Nd4j.factory().blas().getMaxThreads());
        String core = System.getenv("OPENBLAS_CORETYPE");
        return "%s, nd4j %s, openblas core %s, 1 thread, products %08x"
                .formatted(
                        System.getProperty("os.arch"),
                        version(),
                        core == null ? "of this CPU (OPENBLAS_CORETYPE is not set)" : core,
                        products());
    }

    /** As its jar has it; a manifest it has none in. */
    private static String version() {
        Properties properties = new Properties();
        try (InputStream in = Nd4j.class.getResourceAsStream("/META-INF/maven/org.nd4j/nd4j-api/pom.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the class path cannot be read", e);
        }
        return properties.getProperty("version", "of unknown version");
    }

    static void requireOneThread(int threads) {
        if (threads != 1) {
            throw new IllegalStateException(
                    ("the matrix library computes with %d threads and cannot be told to use one, so the same log would"
                                    + " give other bits on another number of cores; set OMP_NUM_THREADS=1 in the"
                                    + " environment, as ./thalweg does")
                            .formatted(threads));
        }
    }

    /** A checksum of what products of the usual shapes come to, which tells apart kernels and numbers of threads. */
    static int products() {
        CRC32C checksum = new CRC32C();
        for (String shape : PROBE) {
            String[] sizes = shape.split("x", -1);
            int rows = Integer.parseInt(sizes[0]);
            int inner = Integer.parseInt(sizes[1]);
            int columns = Integer.parseInt(sizes[2]);
            Matrix product = Matrix.zeros(rows, columns);
            Product.into(
                            product,
                            Product.Operand.of(drawn("a", rows, inner)),
                            Product.Operand.of(drawn("b", inner, columns)))
                    .run();
            float[] values = new float[rows * columns];
            product.get(values);
            ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
            bytes.asFloatBuffer().put(values);
            checksum.update(bytes);
        }
        return (int) checksum.getValue();
    }

    private static Matrix drawn(String factor, int rows, int columns) {
        Draws draws = Draws.of(0, factor);
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = draws.symmetric(i);
        }
        Matrix drawn = Matrix.zeros(rows, columns);
        drawn.put(values);
        return drawn;
    }

    /** The same where no native library is used: plain Java arithmetic is the same everywhere. */
    public static String plainJava() {
        return "any (plain Java arithmetic)";
    }
}
