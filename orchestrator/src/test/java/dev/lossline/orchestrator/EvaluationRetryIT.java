package dev.lossline.orchestrator;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lossline.contract.event.ExperimentEvent.EvaluationsRetried;
import dev.lossline.contract.topic.EventPublisher;
import dev.lossline.contract.topic.Topic;
import dev.lossline.testing.KafkaResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A trial whose model cannot be evaluated has failed, and retrying its experiment asks for another evaluation. */
@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(SchemaResource.class)
class EvaluationRetryIT {
    private final RecordedExperiment experiment = new RecordedExperiment();
    private final UUID id = experiment.id();

    @Inject
    ObjectMapper json;

    @Inject
    EventPublisher publisher;

    @BeforeEach
    void record() throws Exception {
        experiment.record(2);
        experiment.start();
        RecordedExperiment.execute("""
            update trial set completed_at = now(), training_loss = 0.5, seconds = 1, evaluated = number = 1,
                failed_evaluation = case when number = 2 then 3 end, evaluation_failed_at = now(),
                evaluation_failure = 'not all weights are finite: 0.bias' where experiment_id = '%s'\
            """.formatted(id));
        RecordedExperiment.execute(
                "insert into evaluation values ('%s.1', 1, now(), 10, 0.4, 0.9, 'file', 'weights')".formatted(id));
    }

    @Test
    void theExperimentHasEndedAndSaysWhy() {
        given().get("/api/experiments/" + id)
                .then()
                .body("state", equalTo("failed"))
                .body("trials.failed", equalTo(1))
                .body("bestTrial", equalTo(id + ".1"));
        given().get("/api/trials/" + id + ".2")
                .then()
                .body("state", equalTo("failed"))
                .body("failure", equalTo("its model cannot be evaluated: not all weights are finite: 0.bias"))
                .body("testAccuracy", nullValue());
        given().get("/api/trials/" + id + ".1/evaluation")
                .then()
                .body("modelSha256", equalTo("file"))
                .body("weightsSha256", equalTo("weights"));
        assertThat(given().get("/api/experiments/" + id + "/report?format=markdown")
                        .asString())
                .contains("its model cannot be evaluated: not all weights are finite: 0.bias")
                .contains("of its weights alone: weights");
    }

    @Test
    void retryAsksForTheNextEvaluationOnce() throws Exception {
        publisher.publish(Topic.EXPERIMENTS, List.of(experiment.submitted()));
        given().post("/api/experiments/" + id + "/retry").then().statusCode(202);

        assertThat(Topics.events(Topic.EXPERIMENTS, id))
                .last()
                .isInstanceOfSatisfying(
                        EvaluationsRetried.class,
                        retried -> assertThat(retried.evaluations()).isEqualTo(Map.of(2, 3)));
        given().post("/api/experiments/" + id + "/retry").then().statusCode(409);
    }

    @Test
    void theApiWritesNumbersOrNull() throws Exception {
        assertThat(json.writeValueAsString(new double[] {0.5, Double.NaN, Double.NEGATIVE_INFINITY}))
                .isEqualTo("[0.5,null,null]");
    }
}
