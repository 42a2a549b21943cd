package io.thalweg;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.reduce.Mmul;
import org.nd4j.linalg.factory.Nd4j;

/** The trimmed ND4J of the POM runs: plain gemm, and a custom op that infers its own output shape. */
class DenseCoreTest {
    private final INDArray left = Nd4j.ones(DataType.FLOAT, 3, 4);
    private final INDArray right = Nd4j.ones(DataType.FLOAT, 4, 5);

    @Test
    void gemmRuns() {
        assertThat(left.mmul(right).sumNumber().doubleValue()).isEqualTo(60.0);
    }

    @Test
    void customOpFindsItsOutputShape() {
        assertThat(Nd4j.exec(new Mmul(left, right))[0].sumNumber().doubleValue())
                .isEqualTo(60.0);
    }

    @Test
    void blasIsSingleThreaded() {
        assertThat(System.getenv("OMP_NUM_THREADS")).isEqualTo("1");
    }
}
