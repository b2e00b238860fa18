package dev.lossline.contract.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lossline.contract.event.UnreadableEventException;
import dev.lossline.contract.topic.CheckpointKey;
import dev.lossline.contract.topic.Topic;
import dev.lossline.specification.TrialId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.WithNull;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

class CheckpointPartTest {
    private static final TrialId TRIAL = new TrialId(UUID.fromString("0199aa00-0000-7000-8000-000000000001"), 7);
    private static final String HASH = "0f".repeat(32);

    @Property
    void readsItsOwnOutput(@ForAll @IntRange(max = 1) int generation, @ForAll @IntRange(min = 1, max = 12) int count)
            throws UnreadableEventException {
        for (int number = 1; number <= count; number++) {
            CheckpointPart part = new CheckpointPart(generation, number, count, HASH);
            CheckpointKey.Part key = new CheckpointKey.Part(TRIAL, generation, number);
            assertThat(CheckpointKey.part(key.toString())).contains(key);
            assertThat(CheckpointPart.from(key, message(part.toHeaders(), 1))).isEqualTo(part);
        }
    }

    @Property
    void anyTextIsTheKeyOfAPartOrIsNot(@ForAll @WithNull String text) {
        Optional<CheckpointKey.Part> part = CheckpointKey.part(text);
        part.ifPresent(key -> assertThat(key).hasToString(text));
    }

    @Property
    void anyHeadersAreReadOrRejected(@ForAll @WithNull String count, @ForAll @WithNull String hash) {
        List<Header> headers = List.of(header("parts", count), header("sha256", hash));
        assertThatThrownBy(() -> CheckpointPart.from(new CheckpointKey.Part(TRIAL, 0, 1), message(headers, 1)))
                .isInstanceOf(UnreadableEventException.class);
    }

    @Example
    void refusesAPartThatIsTooLargeOrEmpty() {
        List<Header> headers = new CheckpointPart(0, 1, 1, HASH).toHeaders();
        CheckpointKey.Part key = new CheckpointKey.Part(TRIAL, 0, 1);
        assertThatThrownBy(() -> CheckpointPart.from(key, message(headers, CheckpointPart.MAX_BYTES + 1)))
                .isInstanceOf(UnreadableEventException.class);
        assertThatThrownBy(() -> CheckpointPart.from(key, message(headers, 0)))
                .isInstanceOf(UnreadableEventException.class);
    }

    private static ConsumerRecord<String, byte[]> message(List<Header> headers, int bytes) {
        return new ConsumerRecord<>(
                Topic.CHECKPOINTS.name(),
                0,
                0,
                0,
                TimestampType.CREATE_TIME,
                0,
                bytes,
                "key",
                new byte[bytes],
                new RecordHeaders(headers),
                Optional.empty(),
                Optional.empty());
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value == null ? null : value.getBytes(StandardCharsets.UTF_8));
    }
}
