package dev.lossline.drill.harness;

import java.nio.file.Path;
import java.util.Map;

/**
 * The directories that drills use.
 *
 * @param home Lossline's home directory: {@code LOSSLINE_HOME} or {@code ~/.lossline}
 * @param root the directory of the repository, with the built services
 * @param datasets {@code LOSSLINE_DATASETS}, or a subdirectory of {@link #home}
 */
public record DrillPaths(Path home, Path root, Path datasets) {
    public static DrillPaths of(Map<String, String> environment, Path root) {
        Path home = Path.of(environment.getOrDefault(
                        "LOSSLINE_HOME",
                        Path.of(environment.getOrDefault("HOME", "."), ".lossline")
                                .toString()))
                .toAbsolutePath();
        String datasets = environment.getOrDefault("LOSSLINE_DATASETS", "");
        return new DrillPaths(
                home,
                root.toAbsolutePath(),
                datasets.isBlank()
                        ? home.resolve("datasets")
                        : Path.of(datasets).toAbsolutePath());
    }

    /** The unpacked PostgreSQL, shared by all stacks. */
    Path postgresBinaries(String version) {
        return home.resolve("postgres").resolve("binaries-" + version);
    }

    /** The unpacked PyTorch libraries, shared by all stacks. */
    Path engineCache() {
        return home.resolve("djl");
    }

    Path drills() {
        return home.resolve("drills");
    }
}
