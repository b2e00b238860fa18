package dev.lossline.training.random;

import java.util.Arrays;

/**
 * PyTorch's CPU generator: MT19937 (Matsumoto and Nishimura, 1998), seeded by {@code init_genrand} with the low 32 bits
 * of the seed, and PyTorch's conversions of its output to numbers and permutations.
 *
 * <p>Sources: {@code aten/src/ATen/core/MT19937RNGEngine.h}, {@code TransformationHelper.h} (uniform),
 * {@code native/TensorFactories.cpp} (randperm) and {@code torch/utils/data/dataloader.py}, {@code sampler.py} of
 * PyTorch. Not thread-safe.
 */
public final class TorchRandom {

    /** The number of words in {@link #state()}: 624 words of the generator and the position in them. */
    public static final int STATE_WORDS = 625;

    private static final int N = 624;
    private static final int M = 397;
    private static final int MATRIX = 0x9908b0df;
    private static final int UPPER = 0x80000000;
    private static final int LOWER = 0x7fffffff;

    private final int[] words;
    private int position;

    /** The state after {@code torch.manual_seed(seed)}. */
    public TorchRandom(long seed) {
        words = new int[N];
        words[0] = (int) seed;
        for (int i = 1; i < N; i++) {
            int previous = words[i - 1];
            words[i] = 1812433253 * (previous ^ (previous >>> 30)) + i;
        }
        position = N;
    }

    private TorchRandom(int[] words, int position) {
        this.words = words;
        this.position = position;
    }

    /** One output of the generator; all 32 bits are random. */
    public int nextInt32() {
        if (position == N) {
            twist();
        }
        int y = words[position++];
        y ^= y >>> 11;
        y ^= (y << 7) & 0x9d2c5680;
        y ^= (y << 15) & 0xefc60000;
        return y ^ (y >>> 18);
    }

    /**
     * Combines two outputs, the first as the high half, without the sign bit, like {@code torch.empty((),
     * int64).random_()}.
     */
    public long next64() {
        long high = Integer.toUnsignedLong(nextInt32());
        long low = Integer.toUnsignedLong(nextInt32());
        return ((high << 32) | low) & Long.MAX_VALUE;
    }

    /**
     * One element of {@code tensor.uniform_(from, to)}: 24 random bits, in float arithmetic. Uses fused multiply-add
     * like PyTorch's builds for x86: without it, every other value is one ulp off.
     */
    public float uniform(float from, float to) {
        return Math.fma((nextInt32() & 0xffffff) * 0x1p-24f, to - from, from);
    }

    /** Equivalent to {@code torch.randperm(n)}. */
    public int[] permutation(int n) {
        int[] order = new int[n];
        Arrays.setAll(order, i -> i);
        for (int i = 0; i < n - 1; i++) {
            int j = i + Integer.remainderUnsigned(nextInt32(), n - i);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return order;
    }

    /**
     * The order in which {@code DataLoader(dataset of n, shuffle=True)} visits its examples in the next epoch. Draws
     * two 64-bit numbers from this generator: the loader's base seed, which does not affect the order, and the seed of
     * the sampler's own generator.
     */
    public int[] epochPermutation(int n) {
        long unusedBaseSeed = next64();
        return new TorchRandom(next64()).permutation(n);
    }

    /** A copy of the complete state, {@value #STATE_WORDS} words, for {@link #restore}. */
    public int[] state() {
        int[] state = Arrays.copyOf(words, STATE_WORDS);
        state[N] = position;
        return state;
    }

    /**
     * Restores a generator from its {@link #state()}.
     *
     * @throws IllegalArgumentException if the size or the position is invalid
     */
    public static TorchRandom restore(int[] state) {
        if (state.length != STATE_WORDS || state[N] < 0 || state[N] > N) {
            throw new IllegalArgumentException("a generator's state has " + STATE_WORDS + " words, the last in [0, " + N
                    + "]; found " + state.length + (state.length == STATE_WORDS ? ", the last " + state[N] : ""));
        }
        return new TorchRandom(Arrays.copyOf(state, N), state[N]);
    }

    private void twist() {
        for (int i = 0; i < N; i++) {
            int y = (words[i] & UPPER) | (words[(i + 1) % N] & LOWER);
            words[i] = words[(i + M) % N] ^ (y >>> 1) ^ ((y & 1) == 0 ? 0 : MATRIX);
        }
        position = 0;
    }
}
