package dev.lossline.orchestrator;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.lossline.contract.api.Problem;
import dev.lossline.contract.event.ExperimentEvent.ExperimentSubmitted;
import dev.lossline.contract.topic.Topic;
import dev.lossline.specification.Json;
import dev.lossline.testing.KafkaResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A client repeats a submission under its key. */
@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(SchemaResource.class)
class IdempotencyKeyIT {
    @Test
    void aKeyReturnsItsExperimentAndIsRejectedForAnother() throws Exception {
        String key = "nightly " + UUID.randomUUID();
        UUID first = UUID.fromString(
                withKey(key, "name: first").statusCode(202).extract().path("id"));
        ExperimentSubmitted event =
                (ExperimentSubmitted) Topics.events(Topic.EXPERIMENTS, first).getFirst();
        RecordedExperiment.execute(
                "insert into experiment (experiment_id, name, specification, submitted_at) values ('%s', 'first', '%s', now())"
                        .formatted(first, Json.MAPPER.writeValueAsString(event.specification())));

        withKey(key, "name: first").statusCode(200).body("id", equalTo(first.toString()));
        withKey(key, "name: second")
                .statusCode(422)
                .contentType(Problem.MEDIA_TYPE)
                .body("detail", containsString("Use a new key"));
        assertThat(Topics.events(Topic.EXPERIMENTS, first)).hasSize(1);
    }

    private static ValidatableResponse withKey(String key, String yaml) {
        return given().contentType("application/yaml")
                .header("Idempotency-Key", key)
                .body(yaml.getBytes(StandardCharsets.UTF_8))
                .post("/api/experiments")
                .then();
    }
}
