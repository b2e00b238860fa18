package dev.lossline.orchestrator;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.lossline.contract.Event;
import dev.lossline.contract.ExperimentEvent.ExperimentCancelled;
import dev.lossline.contract.ExperimentEvent.ExperimentPaused;
import dev.lossline.contract.ExperimentEvent.ExperimentResumed;
import dev.lossline.contract.ExperimentEvent.ExperimentRetried;
import dev.lossline.contract.ExperimentEvent.ExperimentSubmitted;
import dev.lossline.contract.Json;
import dev.lossline.contract.Problem;
import dev.lossline.contract.Topic;
import dev.lossline.contract.TrialEvent.TrialRequested;
import dev.lossline.testing.KafkaResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What users ask for of experiments that are there is an event, and trials go on by it. */
@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(SchemaResource.class)
class ControlIT {
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final RecordedExperiment experiment = new RecordedExperiment();
    private final UUID id = experiment.id();

    @BeforeEach
    void record() throws Exception {
        experiment.record(2);
    }

    @Test
    void aPausedExperimentsTrialsAreRequestedAgainOnceItIsResumedAndRecorded() throws Exception {
        experiment.start();
        given().post("/api/experiments/" + id + "/pause").then().statusCode(202);
        ExperimentPaused paused = awaitEvent(ExperimentPaused.class);
        RecordedExperiment.execute(
                "update experiment set paused_at = '%s' where experiment_id = '%s'".formatted(paused.occurredAt(), id));
        RecordedExperiment.execute("update trial set experiment_paused_at = '%s' where experiment_id = '%s'"
                .formatted(paused.occurredAt(), id));
        given().get("/api/experiments/" + id)
                .then()
                .body("state", equalTo("paused"))
                .body("trials.paused", equalTo(2));

        given().post("/api/experiments/" + id + "/resume").then().statusCode(202);
        ExperimentResumed resumed = awaitEvent(ExperimentResumed.class);
        assertThat(resumed.occurredAt()).isAfter(paused.occurredAt());
        assertThat(Topics.events(Topic.TRIALS_GPU, id)).isEmpty();
        RecordedExperiment.execute("update trial set experiment_resumed_at = '%s' where experiment_id = '%s'"
                .formatted(resumed.occurredAt(), id));
        // Of the attempt that ends with this epoch: its trainer heard of the pause and the resume in the midst of it.
        RecordedExperiment.execute("insert into epoch values ('%s.1', 1, 1, '%s', 0.5, null, null, 0.5, 60000)"
                .formatted(id, resumed.occurredAt().plusSeconds(1)));
        RecordedExperiment.allIsRecorded();

        await().atMost(DEADLINE)
                .untilAsserted(() -> assertThat(Topics.events(Topic.TRIALS_GPU, id))
                        .extracting(event -> ((TrialRequested) event).attempt())
                        .containsExactly(2, 2));
        assertThat(Topics.events(Topic.TRIALS_GPU, id))
                .as("a trainer compares it with the time of the resume")
                .allMatch(request -> request.occurredAt().equals(resumed.occurredAt()));
    }

    @Test
    void failedTrialsAreRequestedAgainAndOnlyThose() throws Exception {
        problem(given().post("/api/experiments/" + id + "/retry").then(), 409);
        experiment.start();
        RecordedExperiment.execute(
                "update trial set failed_at = now(), failed_attempt = 4 where trial_id = '%s.2'".formatted(id));
        given().post("/api/experiments/" + id + "/retry").then().statusCode(202);
        assertThat(awaitEvent(ExperimentRetried.class).attempts()).isEqualTo(Map.of(2, 4));
        RecordedExperiment.execute("update trial set retried_attempt = 4 where trial_id = '%s.2'".formatted(id));
        RecordedExperiment.allIsRecorded();

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
        RecordedExperiment.execute("update trial set cancelled_at = now() where experiment_id = '%s'".formatted(id));
        RecordedExperiment.execute(
                "update experiment set cancelled_at = now() where experiment_id = '%s'".formatted(id));
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
        RecordedExperiment.execute(
                "insert into experiment (experiment_id, name, specification, submitted_at) values ('%s', 'first', '%s', now())"
                        .formatted(first, Json.MAPPER.writeValueAsString(event.specification())));

        withKey(key, "name: first").statusCode(200).body("id", equalTo(first.toString()));
        problem(withKey(key, "name: second"), 422).body("detail", containsString("Use a new key"));
        assertThat(Topics.events(Topic.EXPERIMENTS, first)).hasSize(1);
    }

    @Test
    void cancellingIsAnEvent() {
        given().post("/api/experiments/" + id + "/cancel").then().statusCode(202);
        List<Event> events = Topics.events(Topic.EXPERIMENTS, id);
        assertThat(events).singleElement().isInstanceOf(ExperimentCancelled.class);
        given().post("/api/experiments/" + UUID.randomUUID() + "/cancel").then().statusCode(404);
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

    private static ValidatableResponse problem(ValidatableResponse response, int status) {
        return response.statusCode(status).contentType(Problem.MEDIA_TYPE).body("status", equalTo(status));
    }
}
