package dev.lossline.cli.local;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The settings in the environment.
 *
 * @param home the directory for data, logs and state: {@code LOSSLINE_HOME}, or {@code ~/.lossline}
 * @param root the directory of the repository, with the built services
 */
public record Settings(Path home, Path root, Map<String, String> environment) {
    public static Settings system() {
        Map<String, String> environment = System.getenv();
        String home = environment.getOrDefault(
                "LOSSLINE_HOME",
                Path.of(environment.getOrDefault("HOME", "."), ".lossline").toString());
        return new Settings(
                Path.of(home).toAbsolutePath(),
                Path.of(System.getProperty("lossline.root", ".")).toAbsolutePath(),
                environment);
    }

    /** The URL of the API if it is not that of the local stack. */
    public Optional<String> url() {
        return Optional.ofNullable(environment.get("LOSSLINE_URL")).filter(url -> !url.isBlank());
    }

    public Optional<String> apiToken() {
        return Optional.ofNullable(environment.get("LOSSLINE_API_TOKEN")).filter(token -> !token.isBlank());
    }

    public Path runDirectory() {
        return home.resolve("run");
    }

    /** The directory of datasets: {@code LOSSLINE_DATASETS}, or a subdirectory of {@link #home}. */
    public Path datasets() {
        String configured = environment.getOrDefault("LOSSLINE_DATASETS", "");
        return configured.isBlank()
                ? home.resolve("datasets")
                : Path.of(configured).toAbsolutePath();
    }

    Path log(String name) {
        return home.resolve("logs").resolve(name + ".log");
    }

    public Path experiments() {
        return root.resolve("experiments");
    }
}
