package dev.lossline.trainer.cpu;

import dev.lossline.contract.Activation;
import dev.lossline.contract.CheckpointHeaders;
import dev.lossline.contract.DatasetId;
import dev.lossline.contract.Device;
import dev.lossline.contract.Event;
import dev.lossline.contract.EventJson;
import dev.lossline.contract.ExperimentEvent.ExperimentCancelled;
import dev.lossline.contract.ExperimentEvent.ExperimentPaused;
import dev.lossline.contract.ExperimentEvent.ExperimentResumed;
import dev.lossline.contract.Model;
import dev.lossline.contract.ModelMetadata;
import dev.lossline.contract.Optimizer;
import dev.lossline.contract.Topic;
import dev.lossline.contract.TopicCreator;
import dev.lossline.contract.Training;
import dev.lossline.contract.TrialEvent.TrialRequested;
import dev.lossline.contract.TrialEvent.TrialStarted;
import dev.lossline.contract.TrialEvent.Versions;
import dev.lossline.contract.TrialId;
import dev.lossline.contract.TrialSpecification;
import dev.lossline.testing.KafkaResource;
import dev.lossline.training.Checkpoint;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** An experiment of a test's own, and what trainers publish about it. Cancelled at its end. */
final class TestExperiment implements AutoCloseable {
    private static final Map<String, Object> CLIENT = Map.of("bootstrap.servers", KafkaResource.bootstrapServers());

    private final UUID id = UUID.randomUUID();
    private final KafkaProducer<String, byte[]> producer =
            new KafkaProducer<>(CLIENT, new StringSerializer(), new ByteArraySerializer());
    private final TrialLog log;

    TestExperiment() throws InterruptedException {
        try (Admin admin = Admin.create(CLIENT)) {
            new TopicCreator(admin).ensure(Topic.ALL);
        }
        log = new TrialLog(KafkaResource.bootstrapServers());
    }

    TrialLog log() {
        return log;
    }

    static TrialSpecification trial(int epochs, List<Integer> hidden, double learningRate) {
        return new TrialSpecification(
                DatasetId.MNIST,
                new Model(hidden, Activation.RELU),
                new Training(epochs, 64, 0, new Optimizer.Sgd(learningRate, 0, 0, false)),
                7,
                Device.CPU);
    }

    TrialId trialId(int number) {
        return new TrialId(id, number);
    }

    TrialId request(int number, TrialSpecification specification) throws Exception {
        return request(trialId(number), 1, specification);
    }

    TrialId request(TrialId trial, int attempt, TrialSpecification specification) throws Exception {
        send(Topic.TRIALS_CPU, new TrialRequested(trial, attempt, Instant.now(), specification));
        return trial;
    }

    /** Puts something into the queue that is no trial, and gives its key. */
    String requestUnreadable(String text) throws Exception {
        String key = id.toString();
        producer.send(new ProducerRecord<>(Topic.TRIALS_CPU.name(), key, text.getBytes(StandardCharsets.UTF_8)))
                .get();
        return key;
    }

    void cancel() throws Exception {
        send(Topic.EXPERIMENTS, new ExperimentCancelled(id, Instant.now()));
    }

    void pause() throws Exception {
        send(Topic.EXPERIMENTS, new ExperimentPaused(id, Instant.now()));
    }

    void resume() throws Exception {
        send(Topic.EXPERIMENTS, new ExperimentResumed(id, Instant.now()));
    }

    /** As the trainer of an earlier attempt would say. */
    void start(TrialId trial, int attempt) throws Exception {
        send(
                Topic.TRAINING,
                new TrialStarted(
                        trial,
                        attempt,
                        Instant.now(),
                        Device.CPU,
                        "host",
                        "another",
                        0,
                        "0".repeat(64),
                        new Versions("1", "2", "3")));
    }

    /** As an earlier attempt would. */
    void publish(TrialId trial, Checkpoint state, TrialSpecification specification) throws Exception {
        publish(trial, state, specification, Instant.now());
    }

    void publish(TrialId trial, Checkpoint state, TrialSpecification specification, Instant at) throws Exception {
        producer.send(new ProducerRecord<>(
                        Topic.CHECKPOINTS.name(),
                        null,
                        at.toEpochMilli(),
                        trial.toString(),
                        state.toSafetensors(new ModelMetadata(trial, 1, specification).toMap()),
                        new CheckpointHeaders(state.epoch(), 1, false).toHeaders()))
                .get();
    }

    /** A trainer that takes the next trial and then does nothing with it. */
    KafkaShareConsumer<String, byte[]> takeTrial() {
        KafkaShareConsumer<String, byte[]> consumer = new KafkaShareConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        KafkaResource.bootstrapServers(),
                        "group.id",
                        Topic.trainers(Device.CPU),
                        "share.acknowledgement.mode",
                        "explicit"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        consumer.subscribe(List.of(Topic.TRIALS_CPU.name()));
        log.await(() -> {
            List<ConsumerRecord<String, byte[]>> taken = new ArrayList<>();
            consumer.poll(Duration.ofMillis(500)).forEach(taken::add);
            return taken;
        });
        return consumer;
    }

    @Override
    public void close() throws Exception {
        cancel();
        producer.close();
        log.close();
    }

    private void send(Topic topic, Event event) throws Exception {
        producer.send(new ProducerRecord<>(topic.name(), event.key(), EventJson.write(event)))
                .get();
    }
}
