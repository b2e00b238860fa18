package dev.lossline.orchestrator;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.notNullValue;

import dev.lossline.testing.KafkaResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that has the current response gets 304. */
@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(SchemaResource.class)
class EntityTagIT {
    private final RecordedExperiment experiment = new RecordedExperiment();
    private final UUID id = experiment.id();

    @BeforeEach
    void record() throws Exception {
        experiment.record(1);
        experiment.start();
        RecordedExperiment.execute(
                "update trial set completed_at = now(), training_loss = 0.3, seconds = 1 where experiment_id = '%s'"
                        .formatted(id));
        RecordedExperiment.execute(
                "insert into epoch values ('%s.1', 1, 1, now(), 0.5, null, null, 1, 60000)".formatted(id));
        RecordedExperiment.execute(
                "insert into evaluation values ('%s.1', 1, now(), 10, 0.4, 0.8, 'ab')".formatted(id));
        RecordedExperiment.execute("insert into confusion values ('%s.1', 0, 0, 1)".formatted(id));
        RecordedExperiment.execute("insert into misclassified values ('%s.1', 4, 9, '{1}')".formatted(id));
        RecordedExperiment.execute("insert into model values ('%s.1', 1, 100, 'ab', 'abc')".formatted(id));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/trials/%s.1",
                "/api/trials/%s.1/epochs",
                "/api/trials/%s.1/evaluation",
                "/api/trials/%s.1/misclassified?actual=4&predicted=9",
                "/api/trials/%s.1/model",
                "/api/experiments/%s",
                "/api/experiments/%s/summary",
                "/api/experiments/%s/trials",
                "/api/experiments/%s/epochs",
                "/api/schema/experiment.json",
                "/",
                "/web/main.js"
            })
    void anUnchangedResponseIsNotSentAgain(String address) {
        String path = address.formatted(id);
        String tag = given().get(path)
                .then()
                .statusCode(200)
                .header("ETag", notNullValue())
                .extract()
                .header("ETag");
        given().header("If-None-Match", tag)
                .get(path)
                .then()
                .statusCode(304)
                .header("ETag", notNullValue())
                .body(emptyString());
        given().header("If-None-Match", "\"another\"").get(path).then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"", "W/", ",", "W/\"", "é", "abc"})
    void aMalformedTagIsAnotherTag(String tag) {
        given().header("If-None-Match", tag)
                .get("/api/experiments/" + id)
                .then()
                .statusCode(200);
    }
}
