package dev.lossline.contract.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lossline.contract.checkpoint.CheckpointHeaders;
import dev.lossline.contract.checkpoint.ModelMetadata;
import dev.lossline.contract.topic.DeadLetter;
import dev.lossline.contract.topic.EventMessage;
import dev.lossline.contract.topic.Topic;
import dev.lossline.specification.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.WithNull;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Reading any message returns a value that can be written again, or throws the checked exception. */
class HostileEventsPropertyTest {
    private static final String HOLE = "\"@hole@\"";
    private static final List<JsonNode> GOLDEN = golden();

    @Property
    void anyBytesAreReadOrRejected(@ForAll @WithNull byte[] bytes) {
        assertValueOrRefusal(bytes);
    }

    @Property(tries = 5_000)
    void anEventWithAHostileValueIsReadOrRejected(@ForAll("mutatedEvents") String json) {
        assertValueOrRefusal(json.getBytes(StandardCharsets.UTF_8));
    }

    @Property(tries = 2_000)
    void aMutatedEventIsReadOrRejected(@ForAll("events") JsonNode event, @ForAll int place, @ForAll byte[] by) {
        byte[] bytes = event.toString().getBytes(StandardCharsets.UTF_8);
        int from = Math.floorMod(place, bytes.length);
        System.arraycopy(by, 0, bytes, from, Math.min(by.length, bytes.length - from));
        assertValueOrRefusal(bytes);
    }

    @Property(tries = 2_000)
    void hostileMetadataIsReadOrRejected(
            @ForAll("metadataKeys") String key, @ForAll("metadataValues") @WithNull String value) {
        Map<String, String> metadata = new HashMap<>(Map.of(
                ModelMetadata.TRIAL_ID, "019a0000-0000-7000-8000-000000000001.2",
                ModelMetadata.ATTEMPT, "1",
                ModelMetadata.SPECIFICATION, requested().path("trial").toString()));
        metadata.put(key, value);
        try {
            ModelMetadata read = ModelMetadata.from(metadata);
            assertThat(ModelMetadata.from(read.toMap())).isEqualTo(read);
        } catch (UnreadableEventException e) {
            assertThat(e).hasMessageStartingWith("metadata ");
        }
    }

    @Property
    void hostileHeadersAreReadOrRejected(
            @ForAll("metadataValues") @WithNull String epoch,
            @ForAll @WithNull byte[] attempt,
            @ForAll("metadataValues") @WithNull String isFinal) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("epoch", epoch == null ? null : epoch.getBytes(StandardCharsets.UTF_8));
        headers.add("attempt", attempt);
        headers.add("final", isFinal == null ? null : isFinal.getBytes(StandardCharsets.UTF_8));
        try {
            assertThat(CheckpointHeaders.from(headers).attempt()).isPositive();
        } catch (UnreadableEventException e) {
            assertThat(e).hasMessageStartingWith("header ");
        }
    }

    @Property
    void anyMessageHasADeadLetter(
            @ForAll @WithNull String key,
            @ForAll @WithNull byte[] body,
            @ForAll byte[] header,
            @ForAll @WithNull String reason) {
        ConsumerRecord<String, byte[]> message = new ConsumerRecord<>(Topic.TRAINING.name(), 1, 2, key, body);
        message.headers().add("any", header).add("none", null).add(DeadLetter.OFFSET, header);
        var letter = DeadLetter.of(message, "recorder", reason);
        assertThat(letter.value()).isEqualTo(body);
        assertThat(DeadLetter.text(letter.headers(), DeadLetter.OFFSET)).isEqualTo("2");
    }

    private static void assertValueOrRefusal(byte[] bytes) {
        Event event;
        try {
            event = EventJson.read(bytes, Event.class);
        } catch (UnreadableEventException e) {
            assertThat(e.getMessage()).isNotNull();
            return;
        }
        ConsumerRecord<String, byte[]> message =
                new ConsumerRecord<>(Topic.of(event).name(), 0, 0, event.key(), bytes);
        try {
            EventMessage.read(message, Event.class);
            EventJson.read(EventJson.write(event), Event.class);
        } catch (UnreadableEventException e) {
            assertThat(e.getMessage()).contains("occurredAt");
        }
    }

    @Provide
    Arbitrary<JsonNode> events() {
        return Arbitraries.of(GOLDEN);
    }

    /** An event of which one value, at any depth, is another, or which has a key twice. */
    @Provide
    Arbitrary<String> mutatedEvents() {
        return Combinators.combine(
                        events(),
                        Arbitraries.integers().between(0, 10_000),
                        hostileValues(),
                        Arbitraries.of(true, false))
                .as((event, place, value, twice) -> twice && place % 10 == 0
                        ? "{\"type\":%s,%s".formatted(value, event.toString().substring(1))
                        : withHole(event, place).replace(HOLE, value));
    }

    @Provide
    Arbitrary<String> metadataKeys() {
        return Arbitraries.of(ModelMetadata.TRIAL_ID, ModelMetadata.ATTEMPT, ModelMetadata.SPECIFICATION);
    }

    @Provide
    Arbitrary<String> metadataValues() {
        Arbitrary<String> specifications = Combinators.combine(
                        Arbitraries.integers().between(0, 10_000), hostileValues())
                .as((place, value) -> withHole(requested().path("trial"), place).replace(HOLE, value));
        return Arbitraries.oneOf(specifications, hostileValues(), Arbitraries.strings());
    }

    private static Arbitrary<String> hostileValues() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        "null",
                        "true",
                        "0",
                        "-1",
                        "1.5",
                        "1e999",
                        "-1e999999999",
                        "NaN",
                        "2147483648",
                        "9223372036854775808",
                        "9".repeat(2_000),
                        "[]",
                        "[null]",
                        "{}",
                        "{\"1\":null}",
                        "{\"-1\":1}",
                        "{\"type\":\"sgd\"}",
                        "\"\"",
                        "\"NaN\"",
                        "\"Infinity\"",
                        "\"null\"",
                        "\"\\u0000\"",
                        "\"\\ud800\"",
                        "\"-999999999-01-01T00:00:00Z\"",
                        "\"+1000000000-12-31T23:59:59Z\"",
                        "99999999999999999999",
                        "[".repeat(2_000) + "]".repeat(2_000),
                        "{\"a\":".repeat(500) + "1" + "}".repeat(500)),
                Arbitraries.longs().map(String::valueOf),
                Arbitraries.doubles().map(String::valueOf),
                Arbitraries.strings().map(text -> Json.MAPPER.valueToTree(text).toString()));
    }

    private static String withHole(JsonNode document, int place) {
        JsonNode copy = document.deepCopy();
        List<JsonPointer> pointers = new ArrayList<>();
        addPointers(copy, JsonPointer.empty(), pointers);
        if (pointers.isEmpty()) {
            return HOLE;
        }
        JsonPointer chosen = pointers.get(place % pointers.size());
        JsonNode parent = copy.at(chosen.head());
        if (parent instanceof ObjectNode object) {
            object.put(chosen.last().getMatchingProperty(), "@hole@");
        } else {
            ((ArrayNode) parent).set(chosen.last().getMatchingIndex(), "@hole@");
        }
        return copy.toString();
    }

    private static void addPointers(JsonNode node, JsonPointer at, List<JsonPointer> pointers) {
        if (node.isObject()) {
            node.properties().forEach(field -> {
                pointers.add(at.appendProperty(field.getKey()));
                addPointers(field.getValue(), at.appendProperty(field.getKey()), pointers);
            });
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            pointers.add(at.appendIndex(i));
            addPointers(node.get(i), at.appendIndex(i), pointers);
        }
    }

    private static JsonNode requested() {
        return GOLDEN.stream()
                .filter(event -> event.path("type").asText().equals("TrialRequested"))
                .findFirst()
                .orElseThrow();
    }

    private static List<JsonNode> golden() {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/events/v1"))) {
            List<JsonNode> events = new ArrayList<>();
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
                events.add(Json.MAPPER.readTree(file.toFile()));
            }
            return events;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
