package dev.lossline.orchestrator.dispatch;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lossline.contract.topic.EventPublisher;
import dev.lossline.contract.topic.Topic;
import dev.lossline.orchestrator.SchemaResource;
import dev.lossline.orchestrator.Topics;
import dev.lossline.orchestrator.progress.ExperimentLog;
import dev.lossline.testing.KafkaResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** A client repeats a submission, and another orchestrator has the dispatcher's partition by then. */
@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(SchemaResource.class)
class RepeatedSubmissionIT {
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    @Inject
    EventPublisher publisher;

    @Inject
    ExperimentLog log;

    @Inject
    TrialRequests requests;

    @Inject
    Continuations continuations;

    @Test
    void isNotDispatchedAgainAfterARestart() throws Exception {
        UUID id = submitWithKey();
        ConsumerRecord<String, byte[]> repeated = repeat(id);

        another().dispatch(repeated);
        assertThat(Topics.events(Topic.TRIALS_CPU, id)).hasSize(1);
    }

    @Test
    void isNotDispatchedAgainByThePreviousAssignee() throws Exception {
        Dispatcher other = another();
        UUID before = submitWithKey();
        other.dispatch(Topics.messages(Topic.EXPERIMENTS, before.toString()).getFirst());
        UUID id = submitWithKey();
        ConsumerRecord<String, byte[]> repeated = repeat(id);

        other.dispatch(repeated);
        assertThat(Topics.events(Topic.TRIALS_CPU, id)).hasSize(1);
    }

    @Test
    void isDispatchedAfterAnotherOrchestratorCrashed() throws Exception {
        UUID id = submitWithKey();
        ConsumerRecord<String, byte[]> first =
                Topics.messages(Topic.EXPERIMENTS, id.toString()).getFirst();
        repeat(id);

        another().dispatch(first);
        assertThat(Topics.events(Topic.TRIALS_CPU, id)).hasSize(2);
    }

    private Dispatcher another() {
        return new Dispatcher(log, requests, continuations);
    }

    /** Returns once its trial is requested. */
    private static UUID submitWithKey() {
        UUID id = UUID.fromString(given().contentType("application/yaml")
                .header("Idempotency-Key", "repeated " + UUID.randomUUID())
                .body("name: once".getBytes(UTF_8))
                .post("/api/experiments")
                .then()
                .statusCode(202)
                .extract()
                .path("id"));
        await().atMost(DEADLINE)
                .untilAsserted(
                        () -> assertThat(Topics.events(Topic.TRIALS_CPU, id)).hasSize(1));
        return id;
    }

    /** As an orchestrator without tables publishes it; the message as a dispatcher gets it. */
    private ConsumerRecord<String, byte[]> repeat(UUID id) throws InterruptedException {
        byte[] event =
                Topics.messages(Topic.EXPERIMENTS, id.toString()).getFirst().value();
        publisher.send(List.of(new ProducerRecord<>(Topic.EXPERIMENTS.name(), id.toString(), event)));
        return Topics.messages(Topic.EXPERIMENTS, id.toString()).getLast();
    }
}
