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

import com.fasterxml.uuid.Generators;
import dev.lossline.contract.Event;
import dev.lossline.contract.ExperimentEvent.ExperimentCancelled;
import dev.lossline.contract.ExperimentEvent.ExperimentPaused;
import dev.lossline.contract.ExperimentEvent.ExperimentResumed;
import dev.lossline.contract.ExperimentEvent.ExperimentRetried;
import dev.lossline.contract.ExperimentEvent.ExperimentSubmitted;
import dev.lossline.contract.ExperimentSpecification;
import dev.lossline.contract.Json;
import dev.lossline.contract.Problem;
import dev.lossline.contract.SpecificationReader;
import dev.lossline.contract.Topic;
import dev.lossline.contract.TrialEvent.TrialRequested;
import dev.lossline.testing.KafkaResource;
import dev.lossline.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows as the recorder writes them, read through the API. */
@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(SchemaResource.class)
class ResultsIT {
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final UUID id = Generators.timeBasedEpochGenerator().generate();

    @BeforeEach
    void record() throws Exception {
        execute("delete from event_offset");
        ExperimentSpecification specification = new SpecificationReader(10).read(Json.MAPPER.readTree("""
                                {"name": "results", "training": {"epochs": 100}, "device": "gpu",
                                 "search": {"grid": {"training.optimizer.learningRate": [0.1, 0.01]}}}"""));
        execute(
                "insert into experiment (experiment_id, name, specification, submitted_at) values ('%s', 'results', '%s', now())"
                        .formatted(id, Json.MAPPER.writeValueAsString(specification)));
        for (int number = 1; number <= 2; number++) {
            execute("""
                    insert into trial (trial_id, experiment_id, number, dataset, hidden, activation, epochs, batch_size,
                        validation_split, optimizer, learning_rate, seed, device, specification, varied, requested_at)
                    values ('%1$s.%2$d', '%1$s', %2$d, 'mnist', '{128}', 'relu', 100, 64, 0, 'sgd', 0.1, 0, 'gpu',
                        '{"dataset":"mnist","model":{"hidden":[128],"activation":"relu"},"training":{"epochs":100,
                          "batchSize":64,"validationSplit":0,"optimizer":{"type":"sgd","learningRate":0.1,"momentum":0,
                          "weightDecay":0,"nesterov":false}},"seed":0,"device":"gpu"}',
                        '{"training.optimizer.learningRate": 0.1}', now())""".formatted(id, number));
        }
    }

    @Test
    void aWaitingExperimentSaysWhatItWaitsFor() {
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
    void aPausedExperimentsTrialsAreRequestedAgainOnceItIsResumedAndRecorded() throws Exception {
        start();
        given().post("/api/experiments/" + id + "/pause").then().statusCode(202);
        ExperimentPaused paused = awaitEvent(ExperimentPaused.class);
        execute("update experiment set paused_at = '%s' where experiment_id = '%s'".formatted(paused.occurredAt(), id));
        execute("update trial set experiment_paused_at = '%s' where experiment_id = '%s'"
                .formatted(paused.occurredAt(), id));
        given().get("/api/experiments/" + id)
                .then()
                .body("state", equalTo("paused"))
                .body("trials.paused", equalTo(2));

        given().post("/api/experiments/" + id + "/resume").then().statusCode(202);
        ExperimentResumed resumed = awaitEvent(ExperimentResumed.class);
        assertThat(resumed.occurredAt()).isAfter(paused.occurredAt());
        assertThat(Topics.events(Topic.TRIALS_GPU, id)).isEmpty();
        execute("update trial set experiment_resumed_at = '%s' where experiment_id = '%s'"
                .formatted(resumed.occurredAt(), id));
        allIsRecorded();

        await().atMost(DEADLINE)
                .untilAsserted(() -> assertThat(Topics.events(Topic.TRIALS_GPU, id))
                        .extracting(event -> ((TrialRequested) event).attempt())
                        .containsExactly(2, 2));
    }

    @Test
    void failedTrialsAreRequestedAgainAndOnlyThose() throws Exception {
        problem(given().post("/api/experiments/" + id + "/retry").then(), 409);
        start();
        execute("update trial set failed_at = now(), failed_attempt = 4 where trial_id = '%s.2'".formatted(id));
        given().post("/api/experiments/" + id + "/retry").then().statusCode(202);
        assertThat(awaitEvent(ExperimentRetried.class).attempts()).isEqualTo(Map.of(2, 4));
        execute("update trial set retried_attempt = 4 where trial_id = '%s.2'".formatted(id));
        allIsRecorded();

        await().atMost(DEADLINE)
                .untilAsserted(() -> assertThat(Topics.events(Topic.TRIALS_GPU, id))
                        .singleElement()
                        .isInstanceOfSatisfying(TrialRequested.class, request -> {
                            assertThat(request.trialId().number()).isEqualTo(2);
                            assertThat(request.attempt()).isEqualTo(5);
                        }));
    }

    @Test
    void whatHasFinishedIsNeitherPausedNorResumed() throws Exception {
        execute("update trial set cancelled_at = now() where experiment_id = '%s'".formatted(id));
        execute("update experiment set cancelled_at = now() where experiment_id = '%s'".formatted(id));
        for (String what : List.of("pause", "resume")) {
            problem(given().post("/api/experiments/" + id + "/" + what).then(), 409)
                    .body("detail", containsString("is cancelled"));
        }
        assertThat(Topics.events(Topic.EXPERIMENTS, id)).isEmpty();
    }

    @Test
    void aKeyGivesTheExperimentOfTheFirstTimeAndIsRefusedForAnother() throws Exception {
        String key = "nightly " + id;
        UUID first = UUID.fromString(
                withKey(key, "name: first").statusCode(202).extract().path("id"));
        ExperimentSubmitted event =
                (ExperimentSubmitted) Topics.events(Topic.EXPERIMENTS, first).getFirst();
        execute(
                "insert into experiment (experiment_id, name, specification, submitted_at) values ('%s', 'first', '%s', now())"
                        .formatted(first, Json.MAPPER.writeValueAsString(event.specification())));

        withKey(key, "name: first").statusCode(200).body("id", equalTo(first.toString()));
        problem(withKey(key, "name: second"), 422).body("detail", containsString("Use a new key"));
        assertThat(Topics.events(Topic.EXPERIMENTS, first)).hasSize(1);
    }

    private static ValidatableResponse withKey(String key, String yaml) {
        return given().contentType("application/yaml")
                .header("Idempotency-Key", key)
                .body(yaml.getBytes(StandardCharsets.UTF_8))
                .post("/api/experiments")
                .then();
    }

    private <E extends Event> E awaitEvent(Class<E> type) {
        return await().atMost(DEADLINE)
                .until(
                        () -> Topics.events(Topic.EXPERIMENTS, id).stream()
                                .filter(type::isInstance)
                                .map(type::cast)
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    /** As the recorder says it, which does not run here. */
    private static void allIsRecorded() throws SQLException {
        execute("""
                insert into event_offset values ('lossline.experiments', 0, 1000000)
                on conflict (topic, partition) do update set next_offset = excluded.next_offset""");
    }

    private static ValidatableResponse problem(ValidatableResponse response, int status) {
        return response.statusCode(status).contentType(Problem.MEDIA_TYPE).body("status", equalTo(status));
    }

    @Test
    void countsTrialsByStateAndDevice() throws Exception {
        start();
        // Others may have left trials in the tables.
        await().atMost(DEADLINE).untilAsserted(() -> {
            String metrics = given().get("/q/metrics").asString();
            for (String state : List.of("queued", "running")) {
                assertThat(metrics)
                        .contains("lossline_trials{device=\"gpu\",state=\"%s\"} %d.0"
                                .formatted(state, count("state = '%s' and device = 'gpu'".formatted(state))));
            }
        });
        assertThat(count("state = 'running' and device = 'gpu'")).isPositive();
    }

    @Test
    void aRunningTrialShowsProgressCurveAndEstimatedEnd() throws Exception {
        start();
        execute("""
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
        start();
        execute("update trial set completed_at = now(), training_loss = 0.3, seconds = 12 where experiment_id = '%s'"
                .formatted(id));
        execute("insert into evaluation values ('%s.1', 1, now(), 10, 0.4, 0.8, 'ab')".formatted(id));
        execute("insert into confusion values ('%1$s.1',0,0,5), ('%1$s.1',0,1,1), ('%1$s.1',1,0,1), ('%1$s.1',1,1,3)"
                .formatted(id));
        execute("insert into class_metric values ('%1$s.1',0,0.8,0.8,0.8,6), ('%1$s.1',1,0.7,0.7,0.7,4)".formatted(id));
        execute("insert into model values ('%s.1', 1, 100, 'ab', '\\x010203')".formatted(id));

        given().get("/api/trials/" + id + ".1/evaluation")
                .then()
                .statusCode(200)
                .body("accuracy", equalTo(0.8f))
                .body("confusion", equalTo(List.of(List.of(5, 1), List.of(1, 3))))
                .body("classes[1].support", equalTo(4));
        assertThat(given().get("/api/trials/" + id + ".1/model").asByteArray()).containsExactly(1, 2, 3);
        given().get("/api/trials/" + id + ".2/evaluation").then().statusCode(404);
        given().get("/api/trials/" + id + ".2/model").then().statusCode(404);
        given().get("/api/experiments/" + id)
                .then()
                .body("state", equalTo("running"))
                .body("bestTrial", equalTo(id + ".1"))
                .body("bestAccuracy", equalTo(0.8f));
        given().get("/api/experiments").then().statusCode(200).body("id", hasItem(id.toString()));
    }

    @Test
    void cancellingIsAnEvent() {
        given().post("/api/experiments/" + id + "/cancel").then().statusCode(202);
        List<Event> events = Topics.events(Topic.EXPERIMENTS, id);
        assertThat(events).singleElement().isInstanceOf(ExperimentCancelled.class);
        given().post("/api/experiments/" + UUID.randomUUID() + "/cancel").then().statusCode(404);
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

    private void start() throws Exception {
        execute("update trial set started_at = now(), started_attempt = 1 where experiment_id = '%s'".formatted(id));
        execute("insert into attempt values ('%s.1', 1, now(), 'gpu', 'host', 'gpu', 0, 'ab', '1', '2', '3')"
                .formatted(id));
    }

    private static long count(String condition) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        PostgresResource.jdbcUrl(), PostgresResource.WRITER, PostgresResource.WRITER);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select count(*) from trial where " + condition)) {
            result.next();
            return result.getLong(1);
        }
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        PostgresResource.jdbcUrl(), PostgresResource.WRITER, PostgresResource.WRITER);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
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
