package dev.lossline.bench;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where things are.
 *
 * @param root the repository, with what is measured built
 * @param home Lossline's: {@code LOSSLINE_HOME}, or {@code ~/.lossline}
 */
public record Places(Path root, Path home) {

    /** As {@code ./lossline} tells them. */
    public static Places ofEnvironment() {
        return new Places(
                Path.of(System.getProperty("lossline.root", ".")).toAbsolutePath(),
                Optional.ofNullable(System.getenv("LOSSLINE_HOME"))
                        .map(Path::of)
                        .orElse(Path.of(System.getProperty("user.home"), ".lossline")));
    }

    /** Where datasets are looked for, and put where they are missing. */
    public Path datasets() {
        return Optional.ofNullable(System.getenv("LOSSLINE_DATASETS"))
                .filter(configured -> !configured.isBlank())
                .map(configured -> Path.of(configured).toAbsolutePath())
                .orElse(home.resolve("datasets"));
    }
}
