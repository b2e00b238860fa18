package dev.lossline.drill.harness;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where things are.
 *
 * @param home Lossline's: {@code LOSSLINE_HOME}, or {@code ~/.lossline}
 * @param root the directory of the repository, with the built services
 * @param datasets {@code LOSSLINE_DATASETS}, or a folder of {@link #home}
 */
public record Places(Path home, Path root, Path datasets) {
    public static Places of(Map<String, String> environment, Path root) {
        Path home = Path.of(environment.getOrDefault(
                        "LOSSLINE_HOME",
                        Path.of(environment.getOrDefault("HOME", "."), ".lossline")
                                .toString()))
                .toAbsolutePath();
        String datasets = environment.getOrDefault("LOSSLINE_DATASETS", "");
        return new Places(
                home,
                root.toAbsolutePath(),
                datasets.isBlank()
                        ? home.resolve("datasets")
                        : Path.of(datasets).toAbsolutePath());
    }

    /** Programs that were unpacked once are used by every stack. */
    Path postgresBinaries(String version) {
        return home.resolve("postgres").resolve("binaries-" + version);
    }

    /** PyTorch's libraries, unpacked once. */
    Path engineCache() {
        return home.resolve("djl");
    }

    Path drills() {
        return home.resolve("drills");
    }
}
