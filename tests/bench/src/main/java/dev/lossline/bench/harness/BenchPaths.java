package dev.lossline.bench.harness;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The directories that benchmarks use.
 *
 * @param root the checkout, with the measured modules built
 * @param home Lossline's home: {@code LOSSLINE_HOME}, or {@code ~/.lossline}
 */
public record BenchPaths(Path root, Path home) {

    /** The directories from the settings that {@code ./lossline} passes. */
    public static BenchPaths fromEnvironment() {
        return new BenchPaths(
                Path.of(System.getProperty("lossline.root", ".")).toAbsolutePath(),
                Optional.ofNullable(System.getenv("LOSSLINE_HOME"))
                        .map(Path::of)
                        .orElse(Path.of(System.getProperty("user.home"), ".lossline")));
    }

    /** The directory of the datasets; missing ones are downloaded into it. */
    public Path datasets() {
        return Optional.ofNullable(System.getenv("LOSSLINE_DATASETS"))
                .filter(configured -> !configured.isBlank())
                .map(configured -> Path.of(configured).toAbsolutePath())
                .orElse(home.resolve("datasets"));
    }
}
