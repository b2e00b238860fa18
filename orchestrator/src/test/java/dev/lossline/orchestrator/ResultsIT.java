package dev.lossline.orchestrator;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import dev.lossline.testing.KafkaResource;
import dev.lossline.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows as the recorder writes them, read through the API. */
@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(SchemaResource.class)
class ResultsIT {
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final RecordedExperiment experiment = new RecordedExperiment();
    private final UUID id = experiment.id();

    @BeforeEach
    void record() throws Exception {
        experiment.record(2);
    }

    @Test
    void aWaitingExperimentSaysWhyItWaits() {
        await().atMost(DEADLINE)
                .untilAsserted(() -> given().get("/api/experiments/" + id)
                        .then()
                        .statusCode(200)
                        .body("state", equalTo("queued"))
                        .body("trials.queued", equalTo(2))
                        .body("varied", equalTo(List.of("training.optimizer.learningRate")))
                        .body("notice", containsString("waits for a gpu trainer: none is connected")));
    }

    @Test
    void countsTrialsByStateAndDevice() throws Exception {
        experiment.start();
        // Others may have left trials in the tables.
        await().atMost(DEADLINE).untilAsserted(() -> {
            String metrics = given().get("/q/metrics").asString();
            for (String state : List.of("queued", "running")) {
                assertThat(metrics)
                        .contains("lossline_trials{device=\"gpu\",state=\"%s\"} %d.0"
                                .formatted(
                                        state,
                                        RecordedExperiment.count("state = '%s' and device = 'gpu'".formatted(state))));
            }
        });
        assertThat(RecordedExperiment.count("state = 'running' and device = 'gpu'"))
                .isPositive();
    }

    @Test
    void aRunningTrialShowsProgressCurveAndEstimatedEnd() throws Exception {
        experiment.start();
        RecordedExperiment.execute("""
                insert into epoch select '%s.1', e, 1, now(), 1.0 / e, null, null, 0.5, 60000
                from generate_series(1, 60) e""".formatted(id));
        given().get("/api/trials/" + id + ".1")
                .then()
                .statusCode(200)
                .body("state", equalTo("running"))
                .body("epoch", equalTo(60))
                .body("epochs", equalTo(100))
                .body("seconds", equalTo(30.0f))
                .body("curve.size()", org.hamcrest.Matchers.lessThanOrEqualTo(40))
                .body("curve[0]", equalTo(1.0f))
                .body("curve[-1]", new IsCloseToFloat(1.0 / 60))
                .body("estimatedEnd", org.hamcrest.Matchers.notNullValue());
        given().get("/api/trials/" + id + ".1/epochs?after=58")
                .then()
                .statusCode(200)
                .body("epoch", equalTo(List.of(59, 60)));
        given().get("/api/experiments/" + id)
                .then()
                .body("state", equalTo("running"))
                .body("progress", new IsCloseToFloat(0.3));
        given().get("/api/experiments/" + id + "/trials")
                .then()
                .statusCode(200)
                .body("", hasSize(2))
                .body("[0].varied", equalTo(java.util.Map.of("training.optimizer.learningRate", 0.1f)));
    }

    @Test
    void anEvaluatedTrialShowsItsConfusionMatrixAndModel() throws Exception {
        experiment.start();
        RecordedExperiment.execute(
                "update trial set completed_at = now(), training_loss = 0.3, seconds = 12 where experiment_id = '%s'"
                        .formatted(id));
        RecordedExperiment.execute(
                "insert into evaluation values ('%s.1', 1, now(), 10, 0.4, 0.8, 'ab')".formatted(id));
        RecordedExperiment.execute(
                "insert into confusion values ('%1$s.1',0,0,5), ('%1$s.1',0,1,1), ('%1$s.1',1,0,1), ('%1$s.1',1,1,3)"
                        .formatted(id));
        RecordedExperiment.execute(
                "insert into class_metric values ('%1$s.1',0,0.8,0.8,0.8,6), ('%1$s.1',1,0.7,0.7,0.7,4)".formatted(id));
        RecordedExperiment.execute("insert into model values ('%s.1', 1, 100, 'ab', '\\x010203')".formatted(id));

        given().get("/api/trials/" + id + ".1/evaluation")
                .then()
                .statusCode(200)
                .body("accuracy", equalTo(0.8f))
                .body("confusion", equalTo(List.of(List.of(5, 1), List.of(1, 3))))
                .body("classes[1].support", equalTo(4));
        assertThat(given().get("/api/trials/" + id + ".1/model").asByteArray()).containsExactly(1, 2, 3);
        assertThat(given().get("/api/trials/" + id + ".1/model").header("Content-Disposition"))
                .isEqualTo("attachment; filename=\"results-1.safetensors\"");
        given().get("/api/trials/" + id + ".2/evaluation").then().statusCode(404);
        given().get("/api/trials/" + id + ".2/model").then().statusCode(404);
        given().get("/api/experiments/" + id)
                .then()
                .body("state", equalTo("running"))
                .body("bestTrial", equalTo(id + ".1"))
                .body("bestAccuracy", equalTo(0.8f));
        given().get("/api/experiments").then().statusCode(200).body("experiments.id", hasItem(id.toString()));
    }

    @Test
    void aTrialShowsItsProvenance() throws Exception {
        experiment.start();
        given().get("/api/trials/" + id + ".1/attempts")
                .then()
                .statusCode(200)
                .body("attempt", equalTo(List.of(1)))
                .body("[0].host", equalTo("host"))
                .body("[0].datasetSha256", equalTo("ab"))
                .body("[0].pytorch", equalTo("2"));
    }

    @Test
    void aCellOfTheConfusionMatrixShowsItsExamples() throws Exception {
        experiment.start();
        String cell = "/api/trials/" + id + ".1/misclassified?actual=4&predicted=9";
        given().get(cell).then().statusCode(404).body("detail", containsString("no evaluation yet"));
        RecordedExperiment.execute(
                "insert into evaluation values ('%s.1', 1, now(), 10, 0.4, 0.8, 'ab')".formatted(id));
        given().get(cell).then().statusCode(404).body("detail", containsString("before misclassified examples"));
        RecordedExperiment.execute(
                "insert into misclassified values ('%1$s.1',4,9,'{115,247}'), ('%1$s.1',0,1,'{}')".formatted(id));
        given().get(cell)
                .then()
                .statusCode(200)
                .body("dataset", equalTo("mnist"))
                .body("examples.index", equalTo(List.of(115, 247)));
        given().get("/api/trials/" + id + ".1/misclassified?actual=0&predicted=1")
                .then()
                .statusCode(200)
                .body("examples", hasSize(0));
    }

    @Test
    void rejectsAnInvalidCellAndListsValidOnes() {
        String trial = "/api/trials/" + id + ".1/misclassified";
        given().get(trial + "?actual=10&predicted=9")
                .then()
                .statusCode(400)
                .body("violations[0].field", equalTo("actual"))
                .body("violations[0].value", equalTo("10"))
                .body("violations[0].allowed", equalTo("a whole number from 0 to 9"));
        given().get(trial + "?actual=4").then().statusCode(400).body("violations[0].field", equalTo("predicted"));
        given().get(trial + "?actual=4&predicted=4")
                .then()
                .statusCode(400)
                .body("violations[0].allowed", containsString("another class than actual"));
    }

    @Test
    void theOrchestratorCannotWriteResults() throws Exception {
        try (Connection connection = DriverManager.getConnection(
                        PostgresResource.jdbcUrl(), PostgresResource.READER, PostgresResource.READER);
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("delete from experiment"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("read-only");
        }
    }

    /** RestAssured reads decimals as floats. */
    private static final class IsCloseToFloat extends org.hamcrest.TypeSafeMatcher<Float> {
        private final org.hamcrest.Matcher<Double> matcher;

        IsCloseToFloat(double expected) {
            this.matcher = closeTo(expected, 1e-6);
        }

        @Override
        protected boolean matchesSafely(Float item) {
            return matcher.matches(item.doubleValue());
        }

        @Override
        public void describeTo(org.hamcrest.Description description) {
            matcher.describeTo(description);
        }
    }
}
