package io.thalweg.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.scenario.Balances;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every balance must do, whatever its rule. */
class BalanceContractTest {
    private static final int TASKS = 3;
    private static final int ABSENT = 1;
    private static final int STEPS = 40;

    static Stream<Balance> balances() {
        return Balances.all().stream();
    }

    @Test
    void noBalanceEscapesThisContract() {
        assertThat(balances().map(Object::getClass))
                .containsExactlyInAnyOrderElementsOf(members(Balance.class).toList());
    }

    /** Of a sealed family, those of families within it, too. */
    private static Stream<Class<?>> members(Class<?> family) {
        return family.isSealed()
                ? Stream.of(family.getPermittedSubclasses()).flatMap(BalanceContractTest::members)
                : Stream.of(family);
    }

    private static Observation step(long number) {
        return Steps.random(number, number % 5 != 2, number % 4 != 3, true);
    }

    private static TaskWeights next(Balancer balancer, Observation step) {
        TaskWeights weights = balancer.weigh(step);
        if (balancer.balance().looksAgain()) {
            double[] after = step.losses().clone();
            Arrays.setAll(after, task -> after[task] * (1 - 0.01 * (task + 1)));
            balancer.lookAgain(step, after);
        }
        return weights;
    }

    private static Balancer learned(Balance balance) {
        Balancer balancer = new Balancer(balance, TASKS);
        for (long number = 0; number < STEPS; number++) {
            next(balancer, step(number));
        }
        return balancer;
    }

    private static byte[] bytes(Balancer balancer) {
        var bytes = new ByteArrayOutputStream();
        try {
            balancer.write(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @MethodSource("balances")
    void onlyFixedHasNothingToRemember(Balance balance) {
        byte[] fresh = bytes(new Balancer(balance, TASKS));
        assertThat(fresh.length == 0).isEqualTo(balance instanceof Fixed);
        if (!(balance instanceof Fixed)) {
            assertThat(bytes(learned(balance))).hasSameSizeAs(fresh).isNotEqualTo(fresh);
        }
    }

    @ParameterizedTest
    @MethodSource("balances")
    void whatWasWrittenGoesOnTheSame(Balance balance) throws IOException {
        Balancer balancer = learned(balance);
        byte[] written = bytes(balancer);
        Balancer copy = new Balancer(balance, TASKS);
        copy.read(new DataInputStream(new ByteArrayInputStream(written)));
        assertThat(bytes(copy)).isEqualTo(written);
        for (long number = STEPS; number < 2 * STEPS; number++) {
            TaskWeights weights = next(balancer, step(number));
            assertThat(next(copy, step(number)).shared()).isEqualTo(weights.shared());
        }
        assertThat(bytes(copy)).isEqualTo(bytes(balancer));
    }

    /** Numbers of each task, then of each pair, as {@link Balancer#write} has them. */
    private static List<Double> ofAbsent(Balance balance, byte[] bytes) {
        double[] all = new double[bytes.length / Double.BYTES];
        ByteBuffer.wrap(bytes).asDoubleBuffer().get(all);
        int ofTasks = bytes.length == 0 ? 0 : (1 + balance.numbersOfTask()) * TASKS;
        List<Double> own = new ArrayList<>();
        for (int i = 0; i < all.length; i++) {
            int pair = (i - ofTasks) % (TASKS * TASKS);
            boolean isOwn = i < ofTasks ? i % TASKS == ABSENT : pair / TASKS == ABSENT || pair % TASKS == ABSENT;
            if (isOwn) {
                own.add(all[i]);
            }
        }
        return own;
    }

    @ParameterizedTest
    @MethodSource("balances")
    void whatIsKnownOfAnAbsentTaskKeepsEveryBit(Balance balance) {
        Balancer balancer = learned(balance);
        byte[] before = bytes(balancer);
        next(balancer, Steps.random(STEPS, true, false, true));
        byte[] after = bytes(balancer);
        assertThat(ofAbsent(balance, after)).isEqualTo(ofAbsent(balance, before));
        assertThat(Arrays.equals(after, before)).isEqualTo(balance instanceof Fixed);
    }

    @ParameterizedTest
    @MethodSource("balances")
    void weightsAreThoseOfALossOrOfWhatIsSharedAndNeverGrowTheStep(Balance balance) {
        Balancer balancer = new Balancer(balance, TASKS);
        for (long number = 0; number < STEPS; number++) {
            Observation step = step(number);
            TaskWeights weights = next(balancer, step);
            int present = step.tasks().length;
            for (int task : step.tasks()) {
                assertThat(weights.shared()[task]).isBetween(-100.0, 100.0);
                assertThat(weights.own()[task]).isPositive();
            }
            if (balance.isOfShared()) {
                assertThat(weights.own()).containsOnly(1);
            } else {
                double sum = Arrays.stream(step.tasks())
                        .mapToDouble(task -> weights.own()[task])
                        .sum();
                assertThat(weights.shared()).isEqualTo(weights.own());
                assertThat(sum).isCloseTo(present, within(1e-9));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("balances")
    void aLoneTaskCountsOnceAndTeachesNothing(Balance balance) {
        Balancer balancer = learned(balance);
        byte[] before = bytes(balancer);
        TaskWeights weights = next(balancer, Steps.random(STEPS, false, false, true));
        assertThat(weights.shared()).containsOnly(1);
        assertThat(weights.own()).containsOnly(1);
        assertThat(bytes(balancer)).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("balances")
    void whatIsNoNumberTeachesNothing(Balance balance) {
        Balancer balancer = learned(balance);
        byte[] before = bytes(balancer);
        for (double broken : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            Observation step = Steps.random(STEPS, true, true, true);
            step.losses()[2] = broken;
            step.gram()[2][2] = broken;
            TaskWeights weights = next(balancer, step);
            assertThat(weights.shared()).containsOnly(1);
            assertThat(bytes(balancer)).isEqualTo(before);
        }
    }

    /** With one pair in conflict, so that the random order of PCGrad is of no matter. */
    @ParameterizedTest
    @MethodSource("balances")
    void theOrderOfTheTasksDoesNotMatter(Balance balance) {
        int[] origins = {2, 0, 1};
        Balancer straight = new Balancer(balance, TASKS);
        Balancer turned = new Balancer(balance, TASKS);
        double[][] gradients = {{1, 0.2, 0}, {-0.5, 0.4, 0}, {0, 0, 2}};
        for (int number = 0; number < STEPS; number++) {
            double[] losses = {0.3, 1 + 0.01 * number, 0.7};
            gradients[0][0] += 0.01;
            double[] moved = new double[TASKS];
            double[][] movedGradients = new double[TASKS][];
            Arrays.setAll(moved, task -> losses[origins[task]]);
            Arrays.setAll(movedGradients, task -> gradients[origins[task]]);
            double[] weights =
                    straight.weigh(Steps.of(losses, Steps.gram(gradients))).shared();
            double[] others =
                    turned.weigh(Steps.of(moved, Steps.gram(movedGradients))).shared();
            for (int task = 0; task < TASKS; task++) {
                assertThat(others[task]).isCloseTo(weights[origins[task]], within(1e-6));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("balances")
    void tasksComeAndGoAndTheOthersStayKnown(Balance balance) {
        Balancer old = learned(balance);
        Balancer heir = new Balancer(balance, TASKS);
        heir.inherit(old, new int[] {2, 0, 1});
        Balancer back = new Balancer(balance, TASKS);
        back.inherit(heir, new int[] {1, 2, 0});
        assertThat(bytes(back)).isEqualTo(bytes(old));
        Balancer wider = new Balancer(balance, TASKS + 1);
        wider.inherit(old, new int[] {-1, 0, 1, 2});
        Balancer narrow = new Balancer(balance, TASKS);
        narrow.inherit(wider, new int[] {1, 2, 3});
        assertThat(bytes(narrow)).isEqualTo(bytes(old));
        Balancer fresh = new Balancer(balance, TASKS);
        fresh.inherit(old, new int[] {-1, -1, -1});
        assertThat(bytes(fresh)).isEqualTo(bytes(new Balancer(balance, TASKS)));
    }

    @ParameterizedTest
    @MethodSource("balances")
    void anotherRuleBeginsAnew(Balance balance) {
        Balances.all().stream()
                .filter(other -> !other.getClass().equals(balance.getClass()))
                .forEach(other -> {
                    Balancer heir = new Balancer(balance, TASKS);
                    heir.inherit(learned(other), new int[] {0, 1, 2});
                    assertThat(bytes(heir)).isEqualTo(bytes(new Balancer(balance, TASKS)));
                });
    }
}
