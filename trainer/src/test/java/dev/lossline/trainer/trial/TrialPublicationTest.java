package dev.lossline.trainer.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lossline.contract.checkpoint.CheckpointPart;
import dev.lossline.contract.checkpoint.ModelMetadata;
import dev.lossline.contract.event.TrialEvent.EpochCompleted;
import dev.lossline.contract.topic.Topic;
import dev.lossline.specification.Sha256;
import dev.lossline.trainer.Trials;
import dev.lossline.trainer.checkpoint.TrialHistory;
import dev.lossline.trainer.config.NoTraining;
import dev.lossline.trainer.config.TrainerMetrics;
import dev.lossline.trainer.kafka.KafkaClients;
import dev.lossline.trainer.kafka.Publisher;
import dev.lossline.training.Checkpoint;
import dev.lossline.training.safetensors.Tensor;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrialPublicationTest {
    private static final Checkpoint STATE =
            new Checkpoint(1, 0.5, 2, Map.of("0.bias", Tensor.of(new float[] {1, 2}, 2)), Map.of(), Optional.empty());

    /** Acknowledges messages on request of the test. */
    private final MockProducer<String, byte[]> broker =
            new MockProducer<>(false, null, new StringSerializer(), new ByteArraySerializer());

    private final TrainerMetrics metrics = new TrainerMetrics(new SimpleMeterRegistry(), NoTraining.PROCESSOR);
    private final Publisher publisher = new Publisher(broker, 10, metrics);
    private final TrialPublication publication = new TrialPublication(
            publisher,
            new TrialHistory(new KafkaClients(Map.of()), new NoTraining()),
            metrics,
            new ModelMetadata(Trials.ID, 1, Trials.sgd(0.1)));

    private int acknowledged;

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

    @Test
    void splitsALargeCheckpointAndKeepsThePreviousOne() {
        publication.checkpoint(large(1));
        List<ProducerRecord<String, byte[]>> first = sendAll(3);
        publication.checkpoint(large(2));
        List<ProducerRecord<String, byte[]>> second = sendAll(3);

        assertThat(first).extracting(ProducerRecord::key).containsExactly(part(0, 1), part(0, 2), part(0, 3));
        assertThat(second).extracting(ProducerRecord::key).containsExactly(part(1, 1), part(1, 2), part(1, 3));
        ByteBuffer whole = ByteBuffer.allocate(
                first.stream().mapToInt(message -> message.value().length).sum());
        first.forEach(message -> whole.put(message.value()));
        assertThat(Checkpoint.fromSafetensors(whole.array())).isEqualTo(large(1));
        assertThat(first).allSatisfy(message -> {
            assertThat(message.value()).hasSizeLessThanOrEqualTo(CheckpointPart.MAX_BYTES);
            assertThat(message.headers().lastHeader("sha256").value())
                    .asString()
                    .isEqualTo(Sha256.of(whole.array()));
        });
    }

    @Test
    void retriesACheckpointThatWasNotWritten() {
        publication.checkpoint(large(1));
        sendAll(1);
        awaitMessages(2);
        broker.errorNext(new RecordTooLargeException("too large"));
        acknowledged++;
        await().until(publication::checkpointArrived);

        publication.checkpoint(large(2));
        assertThat(sendAll(3)).extracting(ProducerRecord::key).containsExactly(part(0, 1), part(0, 2), part(0, 3));
    }

    @Test
    void dropsAllPartsOnceTheModelIsThere() throws InterruptedException {
        publication.checkpoint(large(1));
        sendAll(3);
        Thread training = Thread.ofVirtual().start(() -> {
            try {
                publication.model(large(2));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        sendAll(1);
        training.join();
        awaitMessages(11);
        assertThat(broker.history().subList(4, 11))
                .allSatisfy(message -> assertThat(message.value()).isNull())
                .extracting(ProducerRecord::key)
                .containsExactlyInAnyOrder(
                        Trials.ID.toString(), part(0, 1), part(0, 2), part(0, 3), part(1, 1), part(1, 2), part(1, 3));
    }

    /** Of a little more than two parts. */
    private static Checkpoint large(int epoch) {
        float[] weights = new float[CheckpointPart.MAX_BYTES / 2 + 1];
        weights[weights.length - 1] = epoch;
        return new Checkpoint(
                epoch, 0.5, 2, Map.of("0.weight", Tensor.of(weights, weights.length)), Map.of(), Optional.empty());
    }

    private static String part(int generation, int number) {
        return Trials.ID + "/checkpoint/" + generation + "/" + number;
    }

    /** Acknowledges the next messages one after the other and returns them. */
    private List<ProducerRecord<String, byte[]>> sendAll(int count) {
        for (int i = 1; i <= count; i++) {
            awaitMessages(acknowledged + 1);
            broker.completeNext();
            acknowledged++;
        }
        return List.copyOf(broker.history().subList(acknowledged - count, acknowledged));
    }

    private void awaitMessages(int count) {
        await().until(() -> broker.history().size() >= count);
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
