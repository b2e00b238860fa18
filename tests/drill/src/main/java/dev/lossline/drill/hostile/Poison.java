package dev.lossline.drill.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lossline.contract.checkpoint.CheckpointHeaders;
import dev.lossline.contract.topic.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/** Invalid messages, one of each kind for each topic, with distinct keys. */
public final class Poison {
    private static final int GIANT_EVENT = Topic.MAX_EVENT_BYTES - 1_000;
    private static final int GIANT_CHECKPOINT = Topic.MAX_CHECKPOINT_BYTES - 1_000;

    private Poison() {}

    /** Messages for all topics that are read in a stack without a GPU trainer. */
    public static List<ProducerRecord<String, byte[]>> all(Random random) {
        List<ProducerRecord<String, byte[]>> all = new ArrayList<>();
        for (Topic topic : List.of(Topic.EXPERIMENTS, Topic.TRIALS_CPU, Topic.TRAINING, Topic.EVALUATIONS)) {
            all.addAll(of(topic, GIANT_EVENT, List.of(), random));
        }
        all.addAll(of(Topic.CHECKPOINTS, GIANT_CHECKPOINT, new CheckpointHeaders(1, 1, true).toHeaders(), random));
        all.add(endless());
        return all;
    }

    /** A hundred million trials in a few hundred bytes, which the API would reject. */
    private static ProducerRecord<String, byte[]> endless() {
        UUID id = UUID.randomUUID();
        String hundred = "[" + "1,".repeat(99) + "1]";
        String event = """
                {"type":"ExperimentSubmitted","schemaVersion":1,"experimentId":"%s","occurredAt":"2026-11-23T00:00:00Z",
                 "specification":{"name":"endless","dataset":"mnist","model":{"hidden":[],"activation":"relu"},
                 "training":{"epochs":1,"batchSize":64,"optimizer":{"type":"sgd","learningRate":0.1}},
                 "search":{"grid":[{"training.epochs":%2$s,"training.batchSize":%2$s,"model.hidden":%2$s,
                 "training.validationSplit":%2$s}]},"seeds":[0],"device":["cpu"]}}""".formatted(id, hundred);
        return new ProducerRecord<>(Topic.EXPERIMENTS.name(), id.toString(), event.getBytes(UTF_8));
    }

    private static List<ProducerRecord<String, byte[]>> of(
            Topic topic, int giant, List<Header> headers, Random random) {
        String other = UUID.randomUUID().toString();
        String cancelled =
                "{\"type\":\"ExperimentCancelled\",\"schemaVersion\":1,\"experimentId\":\"%s\",\"occurredAt\":\"2026-11-23T00:00:00Z\"}"
                        .formatted(other);
        return List.of(
                message(topic, "garbage", garbage(1_000, random), headers),
                message(topic, "truncated", cancelled.substring(0, 60).getBytes(UTF_8), headers),
                message(topic, "version", cancelled.replace(":1,", ":99,").getBytes(UTF_8), headers),
                message(
                        topic,
                        "type",
                        cancelled.replace("Cancelled", "Forgotten").getBytes(UTF_8),
                        headers),
                message(topic, "tombstone", null, headers),
                message(topic, "key", cancelled.getBytes(UTF_8), headers),
                message(topic, "giant", garbage(giant, random), headers));
    }

    private static ProducerRecord<String, byte[]> message(Topic topic, String kind, byte[] body, List<Header> headers) {
        return new ProducerRecord<>(topic.name(), null, topic.name() + "/" + kind, body, headers);
    }

    private static byte[] garbage(int size, Random random) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        bytes[0] = (byte) 0x80;
        return bytes;
    }
}
