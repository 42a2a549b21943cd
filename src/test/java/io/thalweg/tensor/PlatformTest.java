package io.thalweg.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class PlatformTest {
    @AfterEach
    void oneThreadAgain() {
        Platform.nativeMatrices();
    }

    @Test
    void whateverTheEnvironmentSaysOneThreadComputes() throws InterruptedException {
        String alone = Platform.nativeMatrices();
        Nd4j.factory().blas().setMaxThreads(3);
        assertThat(Platform.nativeMatrices()).isEqualTo(alone).contains("1 thread, products ");
        int[] threads = new int[1];
        Thread other = new Thread(() -> threads[0] = Nd4j.factory().blas().getMaxThreads());
        other.start();
        other.join();
        assertThat(threads[0]).as("seen by another thread").isEqualTo(1);
    }

    @Test
    void severalThreadsComputeOtherBitsAndThatIsSeen() {
        Platform.nativeMatrices();
        int one = Platform.products();
        assertThat(Platform.products()).isEqualTo(one);
        Nd4j.factory().blas().setMaxThreads(4);
        assumeTrue(Nd4j.factory().blas().getMaxThreads() == 4, "this library does not take four threads");
        assertThat(Platform.products()).isNotEqualTo(one);
    }

    @Test
    void moreThreadsThanOneAreRefusedWithWhatToDo() {
        assertThatCode(() -> Platform.requireOneThread(1)).doesNotThrowAnyException();
        assertThatThrownBy(() -> Platform.requireOneThread(2))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("with 2 threads")
                .hasMessageContaining("set OMP_NUM_THREADS=1");
    }

    /** The kernels that the launcher pins: a replay on such a machine gives the same bits. */
    @Test
    void thePinnedKernelsComputeWhatTheyAlwaysHave() {
        assumeTrue("Haswell".equals(System.getenv("OPENBLAS_CORETYPE")), "needs OPENBLAS_CORETYPE=Haswell");
        assumeTrue(System.getProperty("os.arch").equals("amd64"), "needs an x86-64");
        Platform.nativeMatrices();
        assertThat(Platform.products()).isEqualTo(1_232_125_508);
    }
}
