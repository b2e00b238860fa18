package dev.lossline.specification.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lossline.specification.ExperimentKeys;
import dev.lossline.specification.ExperimentSpecification;
import dev.lossline.specification.Json;
import dev.lossline.specification.key.Key;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ExperimentSchemaTest {
    private static final Path FILE = Path.of("../experiments/experiment.schema.json");

    @Test
    void theFileForEditorsIsTheGeneratedSchema() throws Exception {
        if (Boolean.getBoolean("schema.write")) {
            Files.writeString(FILE, ExperimentSchema.text());
        }
        assertThat(Files.readString(FILE))
                .as("experiments/experiment.schema.json differs from the definitions in ExperimentKeys. Generate"
                        + " it again: mvn -pl specification test -Dtest=ExperimentSchemaTest -Dschema.write=true")
                .isEqualTo(ExperimentSchema.text());
    }

    @Test
    void everyKeyHasADescription() throws Exception {
        JsonNode schema = Json.MAPPER.readTree(ExperimentSchema.text());
        assertThat(schema.findValues("properties"))
                .isNotEmpty()
                .flatExtracting(properties -> properties.properties().stream()
                        // The type of an optimizer in the condition that chooses its other keys.
                        .filter(property -> !property.getValue().has("const"))
                        .filter(property -> !property.getValue().has("items")
                                || property.getValue().size() > 1)
                        .toList())
                .allSatisfy(property -> assertThat(described(schema, property.getValue()))
                        .as(property.getKey())
                        .matches("[A-Z].*[.]"));
    }

    /** A key that the record has and the definitions lack could not be written. */
    @Test
    void theKeysAreTheComponentsOfTheSpecification() {
        assertThat(ExperimentKeys.EXPERIMENT.keys())
                .extracting(Key::name)
                .containsExactlyElementsOf(Stream.of(ExperimentSpecification.class.getRecordComponents())
                        .map(RecordComponent::getName)
                        .toList());
    }

    private static String described(JsonNode schema, JsonNode value) {
        return value.has("$ref")
                ? schema.at(value.get("$ref").textValue().substring(1))
                        .path("description")
                        .asText()
                : value.path("description").asText();
    }
}
