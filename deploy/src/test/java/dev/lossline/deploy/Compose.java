package dev.lossline.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.yaml.snakeyaml.Yaml;

/** docker-compose.yml: the same services on one machine. */
record Compose(JsonNode services) {
    static Compose read() {
        try (Reader file = Files.newBufferedReader(Path.of("../docker-compose.yml"))) {
            return new Compose(
                    Manifests.YAML.valueToTree(new Yaml().<Object>load(file)).required("services"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode service(String name) {
        return services.required(name);
    }

    /** A setting of Kafka's image, by the broker's name of it. */
    String kafka(String setting) {
        String variable = "KAFKA_" + setting.toUpperCase(java.util.Locale.ROOT).replace('.', '_');
        return service("kafka").required("environment").required(variable).asText();
    }
}
