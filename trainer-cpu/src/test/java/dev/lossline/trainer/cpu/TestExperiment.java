package dev.lossline.trainer.cpu;

import dev.lossline.contract.checkpoint.CheckpointHeaders;
import dev.lossline.contract.checkpoint.CheckpointPart;
import dev.lossline.contract.checkpoint.ModelMetadata;
import dev.lossline.contract.event.Event;
import dev.lossline.contract.event.EventJson;
import dev.lossline.contract.event.ExperimentEvent.ExperimentCancelled;
import dev.lossline.contract.event.ExperimentEvent.ExperimentPaused;
import dev.lossline.contract.event.ExperimentEvent.ExperimentResumed;
import dev.lossline.contract.event.TrialEvent.TrialRequested;
import dev.lossline.contract.event.TrialEvent.TrialStarted;
import dev.lossline.contract.event.TrialEvent.Versions;
import dev.lossline.contract.topic.CheckpointKey;
import dev.lossline.contract.topic.Topic;
import dev.lossline.contract.topic.TopicCreator;
import dev.lossline.contract.topic.TrialPartitioner;
import dev.lossline.specification.Activation;
import dev.lossline.specification.DatasetName;
import dev.lossline.specification.Device;
import dev.lossline.specification.Model;
import dev.lossline.specification.Optimizer;
import dev.lossline.specification.Training;
import dev.lossline.specification.TrialId;
import dev.lossline.specification.TrialSpecification;
import dev.lossline.testing.KafkaResource;
import dev.lossline.training.Checkpoint;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A test's own experiment and its events by trainers. Cancelled when closed. */
final class TestExperiment implements AutoCloseable {
    private final UUID id = UUID.randomUUID();
    private final String bootstrapServers;
    private final KafkaProducer<String, byte[]> producer;
    private final TrialLog log;
    private int generation;

    TestExperiment() throws InterruptedException {
        this(KafkaResource.bootstrapServers());
    }

    /** On a broker of the test's own, which other trainers do not know. */
    TestExperiment(String bootstrapServers) throws InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            new TopicCreator(admin).ensure(Topic.ALL);
        }
        this.bootstrapServers = bootstrapServers;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "max.request.size", Topic.MAX_CHECKPOINT_BYTES),
                new StringSerializer(),
                new ByteArraySerializer());
        this.log = new TrialLog(bootstrapServers);
    }

    TrialLog log() {
        return log;
    }

    static TrialSpecification trial(int epochs, List<Integer> hidden, double learningRate) {
        return trial(hidden, new Training(epochs, 64, 0, new Optimizer.Sgd(learningRate, 0, 0, false)));
    }

    static TrialSpecification trial(List<Integer> hidden, Training training) {
        return trial(hidden, training, 7);
    }

    static TrialSpecification trial(List<Integer> hidden, Training training, long seed) {
        return new TrialSpecification(
                DatasetName.MNIST, new Model(hidden, Activation.RELU), training, seed, Device.CPU);
    }

    TrialId trialId(int number) {
        return new TrialId(id, number);
    }

    TrialId request(int number, TrialSpecification specification) throws Exception {
        return request(trialId(number), 1, specification);
    }

    TrialId request(TrialId trial, int attempt, TrialSpecification specification) throws Exception {
        send(Topic.TRIALS_CPU, new TrialRequested(trial, attempt, Instant.now(), specification, generation));
        return trial;
    }

    /** Puts an invalid message into the queue and returns its key. */
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
        generation++;
    }

    /** Publishes an event of an earlier attempt's trainer. */
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

    /** Publishes the first parts of a split checkpoint, like an attempt that was lost while writing it. */
    void publishParts(TrialId trial, byte[] file, int epoch, int generation, int written) throws Exception {
        publishParts(trial, file, sha256(file), epoch, generation, written);
    }

    void publishParts(TrialId trial, byte[] file, String sha256, int epoch, int generation, int written)
            throws Exception {
        int count = Math.ceilDiv(file.length, CheckpointPart.MAX_BYTES);
        CheckpointHeaders headers = new CheckpointHeaders(epoch, 1, false);
        for (int number = 1; number <= Math.min(count, written); number++) {
            List<Header> all = new ArrayList<>(headers.toHeaders());
            all.addAll(new CheckpointPart(generation, number, count, sha256).toHeaders());
            int begin = (number - 1) * CheckpointPart.MAX_BYTES;
            byte[] part = Arrays.copyOfRange(file, begin, Math.min(begin + CheckpointPart.MAX_BYTES, file.length));
            producer.send(new ProducerRecord<>(
                            Topic.CHECKPOINTS.name(),
                            TrialPartitioner.partitionOf(trial, Topic.CHECKPOINTS.partitions()),
                            new CheckpointKey.Part(trial, generation, number).toString(),
                            part,
                            all))
                    .get();
        }
    }

    static String sha256(byte[] file) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
    }

    /** Publishes an invalid checkpoint of an unknown attempt. */
    void publishUnusable(TrialId trial, int epoch) throws Exception {
        producer.send(new ProducerRecord<>(
                        Topic.CHECKPOINTS.name(),
                        null,
                        trial.toString(),
                        "not a safetensors file".getBytes(StandardCharsets.UTF_8),
                        new CheckpointHeaders(epoch, 1, false).toHeaders()))
                .get();
    }

    /** Simulates a trainer that takes the next trial and then does nothing. */
    KafkaShareConsumer<String, byte[]> takeTrial() {
        KafkaShareConsumer<String, byte[]> consumer = new KafkaShareConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
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
