package dev.lossline.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lossline.contract.Device;
import dev.lossline.contract.ModelMetadata;
import dev.lossline.contract.Topic;
import dev.lossline.contract.TrialEvent.EpochCompleted;
import dev.lossline.contract.TrialEvent.Versions;
import dev.lossline.training.Checkpoint;
import dev.lossline.training.Tensor;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrialPublicationTest {
    private static final Checkpoint STATE =
            new Checkpoint(1, 0.5, 2, Map.of("0.bias", Tensor.of(new float[] {1, 2}, 2)), Map.of(), Optional.empty());

    /** Acknowledges what the test says. */
    private final MockProducer<String, byte[]> broker =
            new MockProducer<>(false, null, new StringSerializer(), new ByteArraySerializer());

    private final TrainerMetrics metrics = new TrainerMetrics(
            new SimpleMeterRegistry(),
            new Processor(Device.CPU, ai.djl.Device.cpu(), "test", new Versions("", "", "")));
    private final Publisher publisher = new Publisher(broker, 10, metrics);
    private final TrialPublication publication = new TrialPublication(
            publisher,
            new TrialHistory(new KafkaClients(Map.of())),
            metrics,
            new ModelMetadata(Trials.ID, 1, Trials.sgd(0.1)));

    @AfterEach
    void close() {
        publisher.close();
    }

    @Test
    void keepsACheckpointBackUntilTheEventsOfItsEpochsHaveArrived() throws InterruptedException {
        publication.event(new EpochCompleted(Trials.ID, 1, Instant.now(), 1, 0.5, null, null, 2, 100));
        publication.checkpoint(STATE);
        awaitSent(Topic.TRAINING);
        assertThat(publication.checkpointArrived()).isFalse();

        broker.completeNext();
        awaitSent(Topic.TRAINING, Topic.CHECKPOINTS);
        broker.completeNext();
        await().until(publication::checkpointArrived);
    }

    @Test
    void publishesTheModelUnderItsOwnKeyAndThenDropsTheCheckpoints() throws InterruptedException {
        publication.checkpoint(STATE);
        Thread training = Thread.ofVirtual().start(() -> {
            try {
                publication.model(STATE);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        awaitSent(Topic.CHECKPOINTS);
        broker.completeNext();
        awaitSent(Topic.CHECKPOINTS, Topic.CHECKPOINTS);
        assertThat(training.isAlive()).isTrue();

        broker.completeNext();
        training.join();
        awaitSent(Topic.CHECKPOINTS, Topic.CHECKPOINTS, Topic.CHECKPOINTS);
        ProducerRecord<String, byte[]> model = broker.history().get(1);
        assertThat(model.key()).isEqualTo(Trials.ID + "/model");
        assertThat(model.headers().lastHeader("final").value()).asString().isEqualTo("true");
        ProducerRecord<String, byte[]> tombstone = broker.history().get(2);
        assertThat(tombstone.key()).isEqualTo(Trials.ID.toString());
        assertThat(tombstone.value()).isNull();
    }

    private void awaitSent(Topic... topics) {
        List<String> names = List.of(topics).stream().map(Topic::name).toList();
        await().until(
                        () -> broker.history().stream()
                                .map(message -> message.topic())
                                .toList(),
                        names::equals);
    }
}
