package dev.lossline.orchestrator;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.lossline.contract.event.ExperimentEvent.ExperimentSubmitted;
import dev.lossline.contract.topic.Topic;
import dev.lossline.specification.Json;
import dev.lossline.testing.KafkaResource;
import dev.lossline.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A repeated submission is compared with the recorded one by value and order, not by notation. */
@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(SchemaResource.class)
class ComparedSubmissionIT {
    private static final String DOCUMENT = """
            name: compared
            training: { epochs: 1, optimizer: { momentum: 0.5 } }
            search: { grid: { training.optimizer.learningRate: [%s], training.epochs: [1, 2] } }
            seeds: [9007199254740993]
            """;

    private final String key = "compared " + UUID.randomUUID();

    @BeforeEach
    void submitAndRecord() throws Exception {
        UUID id = UUID.fromString(
                submit(DOCUMENT.formatted("1e7")).statusCode(202).extract().path("id"));
        ExperimentSubmitted event =
                (ExperimentSubmitted) Topics.events(Topic.EXPERIMENTS, id).getFirst();
        try (Connection connection = DriverManager.getConnection(
                        PostgresResource.jdbcUrl(), PostgresResource.WRITER, PostgresResource.WRITER);
                var insert = connection.prepareStatement(
                        "insert into experiment (experiment_id, name, specification, submitted_at)"
                                + " values (?, 'compared', ?::json, now())")) {
            insert.setObject(1, id);
            insert.setString(2, Json.MAPPER.writeValueAsString(event.specification()));
            insert.executeUpdate();
        }
    }

    @Test
    void theSameDocumentIsTheSameExperiment() {
        submit(DOCUMENT.formatted("1e7")).statusCode(200).body("name", equalTo("compared"));
    }

    @Test
    void aNumberMayBeWrittenDifferently() {
        for (String spelling : new String[] {"1.0E+7", "10000000", "10000000.0"}) {
            submit(DOCUMENT.formatted(spelling)).statusCode(200);
        }
    }

    @Test
    void anotherNumberIsADifferentExperiment() {
        submit(DOCUMENT.formatted("1.0000001e7")).statusCode(422);
        submit(DOCUMENT.formatted("1e7").replace("740993", "740992")).statusCode(422);
    }

    @Test
    void keyOrderDeterminesTrialNumbers() {
        submit(DOCUMENT.formatted("1e7")
                        .replaceFirst("\\{ (training.optimizer.*\\]), (training.epochs.*\\]) \\}", "{ $2, $1 }"))
                .statusCode(422);
    }

    @Test
    void theServedSpecificationIsTheSameExperiment() {
        String id = submit(DOCUMENT.formatted("1e7")).statusCode(200).extract().path("id");

        var answer = given().get("/api/experiments/" + id + "/specification");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.contentType()).startsWith("application/yaml");
        submit(answer.body().asString()).statusCode(200).body("id", equalTo(id));
        given().get("/api/experiments/" + UUID.randomUUID() + "/specification")
                .then()
                .statusCode(404);
    }

    private ValidatableResponse submit(String yaml) {
        return given().contentType("application/yaml")
                .header("Idempotency-Key", key)
                .body(yaml.getBytes(UTF_8))
                .post("/api/experiments")
                .then();
    }
}
