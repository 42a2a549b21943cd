package io.thalweg.tensor;

import static io.thalweg.tensor.Product.Operand.of;
import static io.thalweg.tensor.Product.Operand.transposed;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against plain Java in double precision, with the views that a layer takes of its buffers. */
class ProductTest {
    private static final long SEED = Long.getLong("thalweg.seed", 1);
    private final SplittableRandom random = new SplittableRandom(SEED);

    /** And whether it is made without native code. */
    record Size(int rows, int inputs, int outputs, boolean isPlain) {
        private Matrix zeros(int ofRows, int ofColumns) {
            return isPlain ? Matrix.plain(ofRows, ofColumns) : Matrix.zeros(ofRows, ofColumns);
        }

        private Matrix matrix(int ofRows, int ofColumns, float[] numbers) {
            Matrix matrix = zeros(ofRows, ofColumns);
            matrix.put(numbers);
            return matrix;
        }
    }

    static Stream<Size> sizes() {
        return Stream.of(true, false)
                .flatMap(isPlain -> Stream.of(
                        new Size(12, 5, 7, isPlain),
                        new Size(24, 33, 16, isPlain),
                        new Size(12, 1, 1, isPlain),
                        new Size(12, 1, 4, isPlain),
                        new Size(12, 6, 1, isPlain),
                        new Size(36, 312, 128, isPlain)));
    }

    @BeforeAll
    static void oneThread() {
        Platform.nativeMatrices();
    }

    private float[] numbers(int length) {
        float[] numbers = new float[length];
        for (int i = 0; i < length; i++) {
            numbers[i] = (float) random.nextDouble(-1, 1);
        }
        return numbers;
    }

    private static float[] numbersOf(Matrix matrix, int length) {
        float[] numbers = new float[length];
        matrix.get(numbers);
        return numbers;
    }

    /** The sum over {@code k < n} of {@code a[a0 + k * aStep] * b[b0 + k * bStep]}. */
    private static double dot(float[] a, int a0, int aStep, float[] b, int b0, int bStep, int n) {
        double sum = 0;
        for (int k = 0; k < n; k++) {
            sum += (double) a[a0 + k * aStep] * b[b0 + k * bStep];
        }
        return sum;
    }

    private static void assertAlike(float[] found, double[] expected) {
        for (int i = 0; i < found.length; i++) {
            assertThat(Math.abs(found[i] - expected[i]))
                    .as("%d of %d is %s, not %s", i, found.length, found[i], expected[i])
                    .isLessThan(1e-4);
        }
    }

    /** Activations without their column of ones are a view with gaps; what lies in the gaps must survive. */
    @ParameterizedTest
    @MethodSource("sizes")
    void forwardFillsAllColumnsButTheOnes(Size size) {
        int width = size.outputs() + 1;
        float[] x = numbers(size.rows() * size.inputs());
        float[] w = numbers(size.inputs() * size.outputs());
        float[] ones = new float[size.rows() * width];
        Arrays.fill(ones, 1);
        Matrix activations = size.matrix(size.rows(), width, ones);
        Product product = Product.into(
                activations.withoutLastColumn(),
                of(size.matrix(size.rows(), size.inputs(), x)),
                of(size.matrix(size.inputs(), size.outputs(), w)));
        product.run();
        product.run();
        double[] expected = new double[size.rows() * width];
        for (int i = 0; i < expected.length; i++) {
            int column = i % width;
            expected[i] = column == size.outputs()
                    ? 1
                    : dot(x, i / width * size.inputs(), 1, w, column, size.outputs(), size.inputs());
        }
        assertAlike(numbersOf(activations, expected.length), expected);
    }

    /** Slopes of weights: transposed inputs times slopes that have gaps. */
    @ParameterizedTest
    @MethodSource("sizes")
    void transposedInputsTimesSlopesAreTheSlopesOfWeights(Size size) {
        int width = size.outputs() + 1;
        float[] x = numbers(size.rows() * size.inputs());
        float[] slopes = numbers(size.rows() * width);
        Matrix to = size.zeros(size.inputs(), size.outputs());
        Product.into(
                        to,
                        transposed(size.matrix(size.rows(), size.inputs(), x)),
                        of(size.matrix(size.rows(), width, slopes).withoutLastColumn()))
                .run();
        double[] expected = new double[size.inputs() * size.outputs()];
        for (int i = 0; i < expected.length; i++) {
            int input = i / size.outputs();
            int output = i % size.outputs();
            expected[i] = dot(x, input, size.inputs(), slopes, output, width, size.rows());
        }
        assertAlike(numbersOf(to, expected.length), expected);
    }

    /** Slopes of inputs: slopes times transposed weights without their row of biases, set and then added. */
    @ParameterizedTest
    @MethodSource("sizes")
    void slopesTimesTransposedWeightsAreTheSlopesOfInputs(Size size) {
        float[] slopes = numbers(size.rows() * size.outputs());
        float[] w = numbers((size.inputs() + 1) * size.outputs());
        Matrix to = size.matrix(size.rows(), size.inputs(), numbers(size.rows() * size.inputs()));
        Matrix from = size.matrix(size.rows(), size.outputs(), slopes);
        Matrix weights = size.matrix(size.inputs() + 1, size.outputs(), w).withoutLastRow();
        Product.into(to, of(from), transposed(weights)).run();
        Product.onto(to, of(from), transposed(weights)).run();
        double[] expected = new double[size.rows() * size.inputs()];
        for (int i = 0; i < expected.length; i++) {
            int row = i / size.inputs();
            int input = i % size.inputs();
            expected[i] = 2 * dot(slopes, row * size.outputs(), 1, w, input * size.outputs(), 1, size.outputs());
        }
        assertAlike(numbersOf(to, expected.length), expected);
    }

    static Stream<Size> shapes() {
        return Stream.of(1, 7, 8, 9, 17, 64, 65, 300, 321, 500, 640, 769)
                .flatMap(inputs -> Stream.of(1, 7, 8, 12, 16, 17, 24, 28, 32, 40, 64, 72, 321, 333, 650, 968)
                        .flatMap(outputs -> Stream.of(12, 36).map(rows -> new Size(rows, inputs, outputs, false))));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void withoutNativeCodeEveryBitIsTheSame(Size size) {
        float[] x = numbers(size.rows() * size.inputs());
        float[] w = numbers(size.inputs() * size.outputs());
        Size plain = new Size(size.rows(), size.inputs(), size.outputs(), true);
        assertThat(product(plain, x, w)).containsExactly(product(size, x, w));
    }

    private static float[] product(Size size, float[] x, float[] w) {
        Matrix out = size.zeros(size.rows(), size.outputs());
        Matrix a = size.matrix(size.rows(), size.inputs(), x);
        Matrix b = size.matrix(size.inputs(), size.outputs(), w);
        Product.into(out, of(a), of(b)).run();
        return numbersOf(out, size.rows() * size.outputs());
    }
}
