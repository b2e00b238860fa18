package dev.lossline.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The settings in the environment.
 *
 * @param home the directory for data, logs and state: {@code LOSSLINE_HOME}, or {@code ~/.lossline}
 * @param root the directory of the repository, with the built services
 */
record Settings(Path home, Path root, Map<String, String> environment) {
    static Settings system() {
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
    Optional<String> url() {
        return Optional.ofNullable(environment.get("LOSSLINE_URL")).filter(url -> !url.isBlank());
    }

    Optional<String> apiToken() {
        return Optional.ofNullable(environment.get("LOSSLINE_API_TOKEN")).filter(token -> !token.isBlank());
    }

    Path runDirectory() {
        return home.resolve("run");
    }

    /** The directory of datasets: {@code LOSSLINE_DATASETS}, or a subdirectory of {@link #home}. */
    Path datasets() {
        String configured = environment.getOrDefault("LOSSLINE_DATASETS", "");
        return configured.isBlank()
                ? home.resolve("datasets")
                : Path.of(configured).toAbsolutePath();
    }

    Path log(String name) {
        return home.resolve("logs").resolve(name + ".log");
    }

    Path experiments() {
        return root.resolve("experiments");
    }
}
