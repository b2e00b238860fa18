package dev.lossline.evaluator;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lossline.contract.checkpoint.CheckpointHeaders;
import dev.lossline.contract.event.Event;
import dev.lossline.contract.event.EventJson;
import dev.lossline.contract.event.ExperimentEvent.ExperimentSubmitted;
import dev.lossline.contract.event.TrialEvent.FailureKind;
import dev.lossline.contract.event.TrialEvent.TrialFailed;
import dev.lossline.contract.topic.Topic;
import dev.lossline.specification.TrialId;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * An invalid message.
 *
 * @param reason the expected reason of its dead letter
 */
public record Poison(ProducerRecord<String, byte[]> message, String reason) {
    private static final int GIANT = Topic.MAX_EVENT_BYTES - 1_000;

    /** Everything that can be wrong with an event, on each topic of events, under keys that start with the experiment. */
    public static List<Poison> ofEvents(SampleExperiment sample) {
        List<Poison> poisons = new ArrayList<>();
        for (Topic topic : List.of(Topic.EXPERIMENTS, Topic.TRAINING, Topic.EVALUATIONS)) {
            Event event = sample.events().stream()
                    .filter(e -> Topic.of(e).equals(topic))
                    .findFirst()
                    .orElseThrow();
            String json = new String(EventJson.write(event), UTF_8);
            String prefix = sample.experimentId + "/" + topic.name() + "/";
            poisons.add(of(topic, prefix + "garbage", garbage(500), "Unexpected character"));
            poisons.add(of(topic, prefix + "truncated", json.substring(0, json.length() / 2), "end-of-input"));
            poisons.add(
                    of(topic, prefix + "version", json.replace("schemaVersion\":1", "schemaVersion\":99"), "reads 1"));
            poisons.add(of(topic, prefix + "type", json.replaceFirst("\"type\":\"", "$0Not"), "type id"));
            poisons.add(of(topic, prefix + "tombstone", (byte[]) null, "no bytes"));
            poisons.add(of(topic, prefix + "empty", "", "no bytes"));
            poisons.add(of(topic, prefix + "giant", "\"" + "x".repeat(GIANT) + "\"", "schemaVersion"));
            poisons.add(of(topic, prefix + "key", json, "that of the event is " + event.key()));
            poisons.add(of(topic, null, json, "the key is missing"));
            poisons.add(of(topic, prefix + "deep", "{\"a\":" + "[".repeat(100_000), "depth"));
            poisons.add(ofHeader(topic, prefix + "cloud event", "content-type", "application/cloudevents+json"));
            poisons.add(ofHeader(topic, prefix + "cloud event's version", "ce_specversion", "1.0"));
            poisons.add(ofHeader(topic, prefix + "trace", "traceparent", "00-\uffff"));
        }
        return poisons;
    }

    /** Valid events that cannot be recorded. */
    public static List<Poison> beyondTheTables(SampleExperiment sample) {
        UUID endless = UUID.randomUUID();
        String submitted = new String(
                EventJson.write(new ExperimentSubmitted(endless, Instant.now(), SampleExperiment.specification())),
                UTF_8);
        String hundred = "[" + "1,".repeat(99) + "1]";
        TrialId trial = new TrialId(UUID.randomUUID(), 1);
        TrialFailed failed = new TrialFailed(trial, 1, Instant.EPOCH, FailureKind.ERROR, "a zero: \u0000");
        TrialId late = new TrialId(UUID.randomUUID(), 1);
        return List.of(
                of(
                        Topic.EXPERIMENTS,
                        endless.toString(),
                        submitted.replace(
                                "[0.1,1000]",
                                "%1$s,\"training.epochs\":%1$s,\"training.batchSize\":%1$s,\"model.hidden\":%1$s"
                                        .formatted(hundred)),
                        "100000000 trials; allowed: at most 20000"),
                of(Topic.TRAINING, trial.toString(), EventJson.write(failed), "the database rejects it"),
                of(
                        Topic.TRAINING,
                        late.toString(),
                        EventJson.write(new TrialFailed(late, 1, Instant.MAX, FailureKind.ERROR, "late")),
                        "occurredAt is"),
                of(
                        Topic.EVALUATIONS,
                        sample.failed.toString(),
                        EventJson.write(sample.started(sample.failed, 1, 0, 1)),
                        "TrialStarted belongs on lossline.training"));
    }

    /** Invalid checkpoints. */
    public static List<Poison> ofCheckpoints(SampleExperiment sample) {
        List<Header> headers = new CheckpointHeaders(1, 1, true).toHeaders();
        String prefix = sample.experimentId + "/checkpoint/";
        return List.of(
                checkpoint(prefix + "headers", garbage(100), List.of(), "header epoch is missing"),
                checkpoint(prefix + "tombstone", null, List.of(), "header epoch is missing"),
                checkpoint(prefix + "garbage", garbage(100), headers, "not a safetensors file"),
                checkpoint(prefix + "nothing", null, headers, "a checkpoint without bytes"),
                checkpoint(prefix + "giant", garbage(20 << 20), headers, "not a safetensors file"),
                checkpoint(
                        prefix + "key",
                        Models.file(sample.completed, 1, 1),
                        headers,
                        "the checkpoint is of trial " + sample.completed),
                checkpoint(
                        prefix + "overflow", fileOf("""
                            {"0.weight":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}\
                            """), headers, "more numbers" + " than" + " can be" + " counted"),
                checkpoint(
                        prefix + "null",
                        fileOf("""
                            {"__metadata__":{"trialId":"%s","attempt":"1","specification":"null"}}\
                            """.formatted(sample.completed)),
                        headers,
                        "metadata specification is null"),
                checkpoint(
                        prefix + "negative",
                        Models.file(sample.completed, 1, 1),
                        List.of(header("epoch", "-1"), header("attempt", "1"), header("final", "true")),
                        "header epoch is -1"));
    }

    /** A safetensors file of a header alone. */
    private static byte[] fileOf(String header) {
        byte[] json = header.getBytes(UTF_8);
        return ByteBuffer.allocate(8 + json.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .array();
    }

    private static Poison ofHeader(Topic topic, String key, String name, String value) {
        List<Header> headers = List.of(header(name, value));
        return new Poison(
                new ProducerRecord<>(topic.name(), null, key, "{no json".getBytes(UTF_8), headers),
                "Unexpected character");
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(UTF_8));
    }

    private static Poison of(Topic topic, String key, String body, String reason) {
        return of(topic, key, body.getBytes(UTF_8), reason);
    }

    private static Poison of(Topic topic, String key, byte[] body, String reason) {
        return new Poison(new ProducerRecord<>(topic.name(), key, body), reason);
    }

    private static Poison checkpoint(String key, byte[] body, List<Header> headers, String reason) {
        return new Poison(new ProducerRecord<>(Topic.CHECKPOINTS.name(), null, key, body, headers), reason);
    }

    private static byte[] garbage(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        bytes[0] = (byte) 0x80;
        return bytes;
    }
}
