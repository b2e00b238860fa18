package dev.lossline.orchestrator.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lossline.contract.event.Event;
import dev.lossline.specification.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** What clients and their generators need from docs/openapi.yaml. {@code OpenApiIT} shows that it is the one served. */
class CommittedDocumentTest {
    static final Path FILE = Path.of("../docs/openapi.yaml");

    private final JsonNode document = Json.MAPPER.valueToTree(new Yaml().<Map<String, Object>>load(read()));

    private record Operation(String name, JsonNode json) {
        JsonNode responses() {
            return json.path("responses");
        }
    }

    @Test
    void operationsHaveUniqueIdsAndDescriptions() {
        Set<String> ids = new HashSet<>();
        for (Operation operation : operations()) {
            assertThat(operation.json().path("operationId").asText())
                    .as(operation.name())
                    .matches("[a-z][A-Za-z]+");
            assertThat(ids.add(operation.json().path("operationId").asText()))
                    .as(operation.name())
                    .isTrue();
            assertThat(operation.json().path("summary").asText())
                    .as(operation.name())
                    .isNotBlank();
            assertThat(operation.json().path("description").asText())
                    .as(operation.name())
                    .isNotBlank();
            assertThat(operation.json().path("tags")).as(operation.name()).hasSize(1);
        }
    }

    @Test
    void parametersHaveDescriptionsAndTypes() {
        for (Operation operation : operations()) {
            for (JsonNode parameter : operation.json().path("parameters")) {
                assertThat(parameter.path("description").asText())
                        .as("%s %s", operation.name(), parameter)
                        .isNotBlank();
                assertThat(parameter.path("schema").path("type").asText())
                        .as("%s %s", operation.name(), parameter)
                        .isNotBlank();
                if (parameter.path("schema").path("type").asText().equals("integer")) {
                    assertThat(parameter.path("schema").has("minimum"))
                            .as("%s %s", operation.name(), parameter)
                            .isTrue();
                }
            }
        }
    }

    @Test
    void everySuccessHasASchema() {
        for (Operation operation : operations()) {
            List<String> successes = new ArrayList<>();
            operation.responses().properties().forEach(response -> {
                if (response.getKey().startsWith("2")) {
                    successes.add(response.getKey());
                    JsonNode content = response.getValue().path("content");
                    assertThat(content).as(operation.name()).isNotEmpty();
                    content.forEach(type -> assertThat(type.path("schema"))
                            .as("%s %s", operation.name(), response.getKey())
                            .isNotEmpty());
                }
                assertThat(response.getValue().path("description").asText())
                        .as("%s %s", operation.name(), response.getKey())
                        .isNotBlank();
            });
            assertThat(successes).as(operation.name()).isNotEmpty();
        }
    }

    @Test
    void everyProblemIsAProblemDocument() {
        for (Operation operation : operations()) {
            assertThat(names(operation.responses()))
                    .as(operation.name())
                    .contains("400", "403", "421", "503", "default");
            operation.responses().properties().stream()
                    .filter(response -> response.getKey().matches("[45]..|default"))
                    .forEach(response -> assertThat(response.getValue()
                                    .at("/content/application~1problem+json/schema/$ref")
                                    .asText())
                            .as("%s %s", operation.name(), response.getKey())
                            .isEqualTo("#/components/schemas/Problem"));
        }
    }

    @Test
    void onlyCallsThatWriteMayNeedTheToken() {
        for (Operation operation : operations()) {
            boolean writes = operation.name().startsWith("post");
            assertThat(operation.json().at("/security/0/apiToken").isArray())
                    .as(operation.name())
                    .isEqualTo(writes);
            assertThat(operation.responses().has("401")).as(operation.name()).isEqualTo(writes);
        }
        assertThat(document.at("/components/securitySchemes/apiToken/scheme").asText())
                .isEqualTo("bearer");
    }

    @Test
    void schemasAreOurTypesWithDescriptions() {
        document.at("/components/schemas").properties().forEach(schema -> {
            assertThat(schema.getKey()).matches("[A-Z][A-Za-z]+");
            assertThat(schema.getValue().path("description").asText())
                    .as(schema.getKey())
                    .isNotBlank();
        });
        assertThat(names(document.at("/components/schemas")))
                .contains("ExperimentSpecification", "Problem", "Violation", "EpochCompleted")
                .doesNotContain("JsonNode", "Multi", "OutboundSseEvent", "Response", "InputStream", "UUID", "Instant")
                .allMatch(name -> !name.endsWith("Representation"));
    }

    @Test
    void everyReferenceLeadsToASchemaAndEverySchemaIsUsed() {
        Set<String> referenced = new HashSet<>();
        document.findValuesAsText("$ref").forEach(reference -> referenced.add(reference.replaceFirst(".*/", "")));
        assertThat(referenced).isEqualTo(names(document.at("/components/schemas")));
    }

    @Test
    void anEventIsTheOneThatItsTypeSays() {
        JsonNode event = document.at("/components/schemas/Event");
        Set<String> all = new HashSet<>();
        records(Event.class).forEach(type -> all.add(type.getSimpleName()));
        assertThat(all).hasSizeGreaterThan(10);
        assertThat(event.at("/discriminator/propertyName").asText()).isEqualTo("type");
        assertThat(names(event.at("/discriminator/mapping"))).isEqualTo(all);
        assertThat(event.path("oneOf")).hasSameSizeAs(all);
        for (String name : all) {
            JsonNode schema = document.at("/components/schemas/" + name);
            assertThat(schema.at("/properties/type/enum/0").asText()).isEqualTo(name);
            assertThat(schema.path("required").valueStream().map(JsonNode::asText))
                    .as(name)
                    .contains("type", "schemaVersion", "experimentId", "occurredAt");
        }
    }

    private static Stream<Class<?>> records(Class<?> type) {
        return type.isRecord()
                ? Stream.of(type)
                : Stream.of(type.getPermittedSubclasses()).flatMap(CommittedDocumentTest::records);
    }

    private List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(method -> Set.of("get", "post").contains(method.getKey()))
                        .forEach(method -> operations.add(
                                new Operation(method.getKey() + " " + path.getKey(), method.getValue()))));
        assertThat(operations).hasSizeGreaterThan(20);
        return operations;
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new HashSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static String read() {
        try {
            return Files.readString(FILE);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
