package dev.lossline.drill.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lossline.contract.checkpoint.CheckpointHeaders;
import dev.lossline.contract.checkpoint.ModelMetadata;
import dev.lossline.contract.event.Event;
import dev.lossline.contract.event.EventJson;
import dev.lossline.contract.event.ExperimentEvent.ExperimentPaused;
import dev.lossline.contract.event.ExperimentEvent.ExperimentRetried;
import dev.lossline.contract.event.ExperimentEvent.ExperimentSubmitted;
import dev.lossline.contract.event.TrialEvent.EpochCompleted;
import dev.lossline.contract.event.TrialEvent.TrialEvaluated;
import dev.lossline.contract.topic.CheckpointKey;
import dev.lossline.contract.topic.Topic;
import dev.lossline.specification.ExperimentSpecification;
import dev.lossline.specification.Json;
import dev.lossline.specification.TrialId;
import dev.lossline.specification.evaluation.ClassMetric;
import dev.lossline.specification.evaluation.Misclassified;
import dev.lossline.specification.reader.Expansion;
import dev.lossline.specification.reader.SpecificationReader;
import dev.lossline.training.safetensors.Safetensors;
import dev.lossline.training.safetensors.Tensor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/** Messages that are almost valid: events and models with one mutation. */
public final class HostileMessages {
    private static final int INPUTS = 784;
    private static final int CLASSES = 10;
    private static final List<Header> FINAL = new CheckpointHeaders(1, 1, true).toHeaders();

    private final Random random;
    private final HostileBytes hostile;

    public HostileMessages(Random random) {
        this.random = random;
        this.hostile = new HostileBytes(random);
    }

    /** Messages with unknown keys, which must be rejected whatever they contain. Three in four are checkpoints. */
    public List<ProducerRecord<String, byte[]>> underNoKey(int count) {
        List<ProducerRecord<String, byte[]>> messages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Event event = event();
            boolean isModel = i % 4 != 0;
            String topic = (isModel ? Topic.CHECKPOINTS : Topic.of(event)).name();
            byte[] body = isModel ? hostile.safetensors(model(trial())) : hostile.json(EventJson.write(event));
            messages.add(new ProducerRecord<>(topic, null, topic + "/hostile/" + i, body, headers(isModel)));
        }
        return messages;
    }

    /** Models with keys of trials that do not exist; each is evaluated or its evaluation fails. */
    public List<ProducerRecord<String, byte[]>> models(int count) {
        List<ProducerRecord<String, byte[]>> messages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            TrialId trial = trial();
            byte[] body = hostile.safetensors(model(trial));
            messages.add(
                    new ProducerRecord<>(Topic.CHECKPOINTS.name(), null, CheckpointKey.ofModel(trial), body, FINAL));
        }
        return messages;
    }

    /** An invalid CloudEvent with meaningless headers. */
    private List<Header> headers(boolean isModel) {
        List<Header> headers = new ArrayList<>(isModel ? FINAL : List.of());
        switch (random.nextInt(4)) {
            case 0 -> headers.add(header("content-type", "application/cloudevents+json"));
            case 1 -> headers.add(header("ce_specversion", "1.0"));
            case 2 -> headers.add(header("traceparent", "00-zz"));
            default -> headers.add(new RecordHeader("nothing", null));
        }
        return headers;
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(UTF_8));
    }

    private Event event() {
        TrialId trial = trial();
        Instant now = Instant.now();
        return switch (random.nextInt(5)) {
            case 0 -> new ExperimentSubmitted(trial.experimentId(), now, specification());
            case 1 -> new ExperimentPaused(trial.experimentId(), now);
            case 2 -> new ExperimentRetried(trial.experimentId(), now, Map.of(1, 1, 2, 3));
            case 3 -> new EpochCompleted(trial, 1, now, 1, 0.5, 0.4, 0.9, 1.5, 40_000);
            default ->
                new TrialEvaluated(
                        trial,
                        1,
                        now,
                        2,
                        0.5,
                        0.5,
                        List.of(List.of(1L, 0L), List.of(1L, 0L)),
                        List.of(new ClassMetric(0, 0.5, 1, 0.67, 1), new ClassMetric(1, 0, 0, 0, 1)),
                        "ab",
                        List.of(new Misclassified(1, 0, List.of(1))),
                        "cd");
        };
    }

    /** A valid model with a single layer. */
    private static byte[] model(TrialId trial) {
        ModelMetadata metadata = new ModelMetadata(
                trial, 1, new Expansion(specification()).specifications().getFirst());
        Map<String, Tensor> weights = Map.of(
                "0.weight", Tensor.of(new float[CLASSES * INPUTS], CLASSES, INPUTS),
                "0.bias", Tensor.of(new float[CLASSES], CLASSES));
        return new Safetensors(weights, metadata.toMap()).toBytes();
    }

    private static ExperimentSpecification specification() {
        ObjectNode document = Json.MAPPER.createObjectNode().put("name", "hostile");
        document.putObject("model").putArray("hidden");
        document.putObject("training").put("epochs", 1).put("examples", 64);
        return new SpecificationReader(1).read(document);
    }

    /** Derived from the seed. */
    private TrialId trial() {
        return new TrialId(new UUID(random.nextLong(), random.nextLong()), 1);
    }
}
