package dev.lossline.orchestrator;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lossline.testing.KafkaResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The OpenAPI document, from which clients are generated. */
@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(SchemaResource.class)
class OpenApiIT {
    private static final Path COMMITTED = Path.of("../docs/openapi.yaml");
    private static final Path SERVED = Path.of("target/openapi.yaml");

    @Test
    void theCommittedDocumentIsTheOneServed() throws IOException {
        String served =
                given().get("/q/openapi").then().statusCode(200).extract().asString();
        Files.writeString(SERVED, served);
        // Without regard to the order of keys, which depends on the build.
        assertThat(document(served))
                .as(
                        "docs/openapi.yaml is out of date. Copy orchestrator/%s to docs/ and review the difference.",
                        SERVED)
                .isEqualTo(document(Files.readString(COMMITTED)));
    }

    private static Map<String, Object> document(String yaml) {
        return new Yaml().load(yaml);
    }
}
