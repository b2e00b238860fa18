package dev.lossline.training.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lossline.specification.Sha256;
import dev.lossline.training.Golden;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TorchRandomTest {

    static List<Golden.RandomValues> golden() {
        return Golden.random();
    }

    @ParameterizedTest
    @MethodSource("golden")
    void drawsWhatPyTorchDraws(Golden.RandomValues golden) {
        TorchRandom random = new TorchRandom(golden.seed());
        for (int i = 0; i < golden.uniformAt(); i++) {
            random.uniform(0, 1);
        }
        for (float expected : golden.uniform()) {
            assertThat(random.uniform(golden.uniformFrom(), golden.uniformTo())).isEqualTo(expected);
        }
        for (long expected : golden.int64AfterThem()) {
            assertThat(random.next64()).isEqualTo(expected);
        }
        for (Golden.Ordering expected : golden.permutationsAfterThem()) {
            assertThat(ordering(random.permutation(expected.size()))).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("golden")
    void ordersEpochsAsTheShufflingDataLoader(Golden.RandomValues golden) {
        TorchRandom random = new TorchRandom(golden.seed());
        for (Golden.Ordering expected : golden.epochs()) {
            assertThat(ordering(random.epochPermutation(expected.size()))).isEqualTo(expected);
        }
    }

    @Test
    void onlyTheLow32BitsOfASeedCount() {
        assertThat(new TorchRandom(7L << 32 | 42).nextInt32()).isEqualTo(new TorchRandom(42).nextInt32());
    }

    @Test
    void continuesFromARestoredState() {
        TorchRandom random = new TorchRandom(3);
        random.permutation(1000);
        TorchRandom restored = TorchRandom.restore(random.state());
        assertThat(restored.permutation(1000)).isEqualTo(random.permutation(1000));
    }

    @Test
    void rejectsAnUnknownState() {
        assertThatThrownBy(() -> TorchRandom.restore(new int[3])).hasMessageContaining("625 words");
        int[] state = new TorchRandom(0).state();
        state[624] = 625;
        assertThatThrownBy(() -> TorchRandom.restore(state)).hasMessageContaining("the last 625");
    }

    private static Golden.Ordering ordering(int[] order) {
        ByteBuffer bytes = ByteBuffer.allocate(order.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(order);
        List<Integer> numbers = Arrays.stream(order).boxed().toList();
        return new Golden.Ordering(
                order.length,
                numbers.subList(0, Math.min(10, order.length)),
                numbers.subList(Math.max(0, order.length - 10), order.length),
                Sha256.of(bytes.array()));
    }
}
