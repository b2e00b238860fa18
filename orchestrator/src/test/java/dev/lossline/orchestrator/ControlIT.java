package dev.lossline.orchestrator;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.lossline.contract.api.Problem;
import dev.lossline.contract.event.Event;
import dev.lossline.contract.event.ExperimentEvent.ExperimentCancelled;
import dev.lossline.contract.event.ExperimentEvent.ExperimentPaused;
import dev.lossline.contract.event.ExperimentEvent.ExperimentResumed;
import dev.lossline.contract.event.ExperimentEvent.ExperimentRetried;
import dev.lossline.contract.event.ExperimentEvent.ExperimentSubmitted;
import dev.lossline.contract.event.TrialEvent.FailureKind;
import dev.lossline.contract.event.TrialEvent.TrialCancelled;
import dev.lossline.contract.event.TrialEvent.TrialCompleted;
import dev.lossline.contract.event.TrialEvent.TrialEvaluated;
import dev.lossline.contract.event.TrialEvent.TrialFailed;
import dev.lossline.contract.event.TrialEvent.TrialRequested;
import dev.lossline.contract.event.TrialEvent.TrialStarted;
import dev.lossline.contract.event.TrialEvent.Versions;
import dev.lossline.contract.topic.EventPublisher;
import dev.lossline.contract.topic.Topic;
import dev.lossline.specification.Device;
import dev.lossline.specification.TrialId;
import dev.lossline.testing.KafkaResource;
import dev.lossline.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls decide by the log: no recorder runs here, and the tables stay as a test leaves them. */
@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(SchemaResource.class)
class ControlIT {
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    @Inject
    EventPublisher publisher;

    private final RecordedExperiment experiment = new RecordedExperiment();
    private final UUID id = experiment.id();
    private final TrialId first = new TrialId(id, 1);
    private final TrialId second = new TrialId(id, 2);

    @BeforeEach
    void submit() throws Exception {
        RecordedExperiment.execute("delete from event_offset");
        publish(experiment.submitted());
        awaitRequests(2);
    }

    @Test
    void aResumeFollowedImmediatelyByAPauseStaysPaused() throws Exception {
        accepted("pause", "paused");
        accepted("resume", "running");
        accepted("pause", "paused");
        assertThat(Topics.events(Topic.EXPERIMENTS, id))
                .extracting(Event::getClass)
                .isEqualTo(List.of(
                        ExperimentSubmitted.class,
                        ExperimentPaused.class,
                        ExperimentResumed.class,
                        ExperimentPaused.class));
    }

    @Test
    void doesNotPublishAControlWithoutEffect() {
        accepted("resume", "running");
        accepted("pause", "paused");
        accepted("pause", "paused");
        assertThat(Topics.events(Topic.EXPERIMENTS, id)).hasSize(2);
    }

    @Test
    void anEndedExperimentRejectsControls() throws Exception {
        complete(first);
        fail(second, 1);
        accepted("pause", "paused");
        accepted("resume", "running");
        publish(evaluated(first));
        for (String call : List.of("cancel", "pause", "resume")) {
            refused(call, "has ended (failed)");
        }
        assertThat(Topics.events(Topic.EXPERIMENTS, id)).hasSize(3);
    }

    @Test
    void aCompletedExperimentCannotBeCancelled() throws Exception {
        complete(first);
        complete(second);
        publish(evaluated(first));
        publish(evaluated(second));
        refused("cancel", "has ended (completed)");
        experiment.record(2);
        RecordedExperiment.execute(
                "update trial set completed_at = now(), started_attempt = 1 where trial_id = '%s'".formatted(first));
        refused("cancel", "has ended (completed)");
    }

    @Test
    void aRetryAfterACancelIsRefused() throws Exception {
        start(first, 1);
        fail(second, 1);
        accepted("cancel", "cancelled");
        refused("retry", "was cancelled");
        refused("pause", "was cancelled");
        refused("resume", "was cancelled");
        assertThat(Topics.events(Topic.EXPERIMENTS, id)).hasSize(2);
    }

    @Test
    void cancellingTwiceIsAcceptedUntilTheTrialsHaveStopped() throws Exception {
        start(first, 1);
        start(second, 1);
        accepted("cancel", "cancelled");
        accepted("cancel", "cancelled");
        publish(new TrialCancelled(first, 1, Instant.now()), new TrialCancelled(second, 1, Instant.now()));
        refused("cancel", "has ended (cancelled)");
        assertThat(Topics.events(Topic.EXPERIMENTS, id))
                .filteredOn(ExperimentCancelled.class::isInstance)
                .hasSize(1);
    }

    @Test
    void failedTrialsAreRequestedAgainAndOnlyThoseAndOnlyOnce() throws Exception {
        refused("retry", "No trial");
        start(first, 1);
        fail(second, 4);
        accepted("retry", "running");
        refused("retry", "No trial");

        List<TrialRequested> requests = awaitRequests(3);
        assertThat(requests.getLast().trialId()).isEqualTo(second);
        assertThat(requests.getLast().attempt()).isEqualTo(5);
        assertThat(Topics.events(Topic.EXPERIMENTS, id).getLast())
                .isInstanceOfSatisfying(
                        ExperimentRetried.class,
                        retried -> assertThat(retried.attempts()).isEqualTo(Map.of(2, 4)));
    }

    @Test
    void aPausedExperimentsTrialsAreRequestedAgainOnceItIsResumed() throws Exception {
        start(first, 2);
        complete(second);
        accepted("pause", "paused");
        accepted("resume", "running");
        TrialRequested again = awaitRequests(3).getLast();
        assertThat(again.trialId()).isEqualTo(first);
        assertThat(again.attempt()).isEqualTo(3);
        assertThat(again.generation()).isEqualTo(1);
    }

    /** The trainer ended the delivery because of the pause, so only the next request can report that the trial stopped. */
    @Test
    void requestsAStartedTrialIfACancelFollowsTheResume() throws Exception {
        start(first, 1);
        publish(
                new ExperimentPaused(id, Instant.now()),
                new ExperimentResumed(id, Instant.now()),
                new ExperimentCancelled(id, Instant.now()));
        TrialRequested again = awaitRequests(3).getLast();
        assertThat(again.trialId()).isEqualTo(first);
        assertThat(again.generation()).isEqualTo(1);
    }

    @Test
    void aRetryOfAPausedExperimentWaitsForTheResume() throws Exception {
        complete(first);
        accepted("pause", "paused");
        fail(second, 1);
        accepted("retry", "paused");
        accepted("resume", "running");
        TrialRequested again = awaitRequests(3).getLast();
        assertThat(again.trialId()).isEqualTo(second);
        assertThat(again.generation()).isEqualTo(1);
    }

    /** The continuations wait for the tables, which are locked; the dispatcher does not. */
    @Test
    void resumesThatWaitDelayNoOtherExperiment() throws Exception {
        try (Connection connection = DriverManager.getConnection(
                        PostgresResource.jdbcUrl(), PostgresResource.WRITER, PostgresResource.WRITER);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("lock table trial in access exclusive mode");
            for (int click = 0; click < 5; click++) {
                publish(new ExperimentPaused(id, Instant.now()), new ExperimentResumed(id, Instant.now()));
            }
            RecordedExperiment other = new RecordedExperiment();
            publish(other.submitted());
            await().atMost(DEADLINE)
                    .untilAsserted(() -> assertThat(Topics.events(Topic.TRIALS_GPU, other.id()))
                            .hasSize(2));
            assertThat(requests()).hasSize(2);
            connection.rollback();
        }
        assertThat(awaitRequests(4))
                .as("all five resumes together")
                .last()
                .extracting(TrialRequested::generation)
                .isEqualTo(5);
    }

    @Test
    void anUnknownExperimentIsNotFound() {
        for (String call : List.of("pause", "resume", "cancel", "retry")) {
            problem(
                    given().post("/api/experiments/" + UUID.randomUUID() + "/" + call)
                            .then(),
                    404);
        }
    }

    private void accepted(String call, String control) {
        given().post("/api/experiments/" + id + "/" + call)
                .then()
                .statusCode(202)
                .body("id", equalTo(id.toString()))
                .body("control", equalTo(control));
    }

    private void refused(String call, String why) {
        problem(given().post("/api/experiments/" + id + "/" + call).then(), 409).body("detail", containsString(why));
    }

    private static ValidatableResponse problem(ValidatableResponse response, int status) {
        return response.statusCode(status).contentType(Problem.MEDIA_TYPE).body("status", equalTo(status));
    }

    private List<TrialRequested> awaitRequests(int number) {
        await().atMost(DEADLINE).untilAsserted(() -> assertThat(requests()).hasSize(number));
        return requests();
    }

    private List<TrialRequested> requests() {
        return Topics.events(Topic.TRIALS_GPU, id).stream()
                .map(TrialRequested.class::cast)
                .toList();
    }

    private void publish(Event... events) throws InterruptedException {
        for (Event event : events) {
            publisher.publish(Topic.of(event), List.of(event));
        }
    }

    private void start(TrialId trial, int attempt) throws InterruptedException {
        publish(new TrialStarted(
                trial, attempt, Instant.now(), Device.GPU, "host", "gpu", 0, "ab", new Versions("1", "2", "3")));
    }

    private void complete(TrialId trial) throws InterruptedException {
        start(trial, 1);
        publish(new TrialCompleted(trial, 1, Instant.now(), 100, 0.5, 1));
    }

    private void fail(TrialId trial, int attempt) throws InterruptedException {
        start(trial, attempt);
        publish(new TrialFailed(trial, attempt, Instant.now(), FailureKind.ERROR, "a reason"));
    }

    private static TrialEvaluated evaluated(TrialId trial) {
        return new TrialEvaluated(trial, 1, Instant.now(), 10, 0.4, 0.8, List.of(), List.of(), "ab", null, null);
    }
}
