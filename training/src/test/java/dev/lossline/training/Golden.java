package dev.lossline.training;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.annotations.SerializedName;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** PyTorch's results, written by {@code src/test/python/golden.py}. */
public final class Golden {

    private Golden() {}

    /** An order of examples: its first and last, and the SHA-256 of all as little-endian 32-bit numbers. */
    public record Ordering(int size, List<Integer> first, List<Integer> last, String sha256) {}

    /** Draws of a generator. */
    public record RandomValues(
            long seed,
            float uniformFrom,
            float uniformTo,
            List<Float> uniform,
            int uniformAt,
            List<Long> int64AfterThem,
            List<Ordering> permutationsAfterThem,
            List<Ordering> epochs) {}

    /** Some entries (flat index, value) of a parameter, and the sum of all. */
    record Sample(List<Long> shape, double sum, List<List<Double>> entries) {}

    /** A training run: its configuration, as in reference.py, and its results. */
    record Case(
            String name,
            List<Integer> hidden,
            String activation,
            String optimizer,
            double lr,
            double momentum,
            @SerializedName("weight_decay") Double weightDecay,
            boolean nesterov,
            @SerializedName("batch_size") int batchSize,
            int epochs,
            long seed,
            Integer examples,
            Map<String, Sample> initialWeights,
            List<Double> losses,
            long correct) {

        @Override
        public String toString() {
            return name;
        }
    }

    public static List<RandomValues> random() {
        return read("random.json", "seeds").getAsJsonArray().asList().stream()
                .map(seed -> new Gson().fromJson(seed, RandomValues.class))
                .toList();
    }

    static List<Case> training() {
        return read("training.json", "cases").getAsJsonArray().asList().stream()
                .map(trained -> new Gson().fromJson(trained, Case.class))
                .toList();
    }

    private static JsonElement read(String file, String key) {
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(Golden.class.getResourceAsStream("/golden/" + file), file),
                StandardCharsets.UTF_8)) {
            return new Gson().fromJson(reader, JsonObject.class).get(key);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
