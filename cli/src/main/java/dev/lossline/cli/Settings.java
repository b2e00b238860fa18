package dev.lossline.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What the environment says.
 *
 * @param home where data, logs and state are kept: {@code LOSSLINE_HOME}, or {@code ~/.lossline}
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

    /** The address of the API that commands talk to, where it is not the one of this machine's stack. */
    Optional<String> url() {
        return Optional.ofNullable(environment.get("LOSSLINE_URL")).filter(url -> !url.isBlank());
    }

    Optional<String> apiToken() {
        return Optional.ofNullable(environment.get("LOSSLINE_API_TOKEN")).filter(token -> !token.isBlank());
    }

    Path runDirectory() {
        return home.resolve("run");
    }

    /** Where datasets are kept: {@code LOSSLINE_DATASETS}, or a folder of {@link #home}. */
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
