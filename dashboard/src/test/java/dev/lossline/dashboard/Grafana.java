package dev.lossline.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Reads the files that Grafana is provisioned from. */
final class Grafana {
    static final String POSTGRES = "lossline-postgres";
    static final String PROMETHEUS = "lossline-prometheus";

    private static final Path ROOT = Path.of("grafana");
    static final Path DASHBOARDS = ROOT.resolve("dashboards");
    static final Path SOURCES = ROOT.resolve("sources");
    static final Path PROVISIONING = ROOT.resolve("provisioning");
    private static final ObjectMapper JSON = new ObjectMapper();

    private Grafana() {}

    /** The JSON of every dashboard. */
    static List<JsonNode> dashboards() {
        return files(DASHBOARDS).stream().map(Grafana::json).toList();
    }

    /** The panels of a dashboard, without rows. */
    static List<JsonNode> panels(JsonNode dashboard) {
        return stream(dashboard.path("panels"))
                .filter(panel -> !panel.path("type").asText().equals("row"))
                .toList();
    }

    /** Every alert rule. */
    static List<JsonNode> alertRules() {
        List<JsonNode> rules = new ArrayList<>();
        for (Path file : files(PROVISIONING.resolve("alerting"))) {
            stream(yaml(file).path("groups"))
                    .forEach(group -> group.path("rules").forEach(rules::add));
        }
        return rules;
    }

    static List<Path> files(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode json(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    /** Reads YAML, resolving anchors and merge keys. */
    static JsonNode yaml(Path file) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        try {
            return JSON.valueToTree(new Yaml(new SafeConstructor(options)).load(Files.readString(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    static Stream<JsonNode> stream(JsonNode array) {
        return Stream.iterate(0, i -> i < array.size(), i -> i + 1).map(array::get);
    }
}
