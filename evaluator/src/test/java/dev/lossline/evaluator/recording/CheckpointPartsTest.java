package dev.lossline.evaluator.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lossline.contract.checkpoint.CheckpointHeaders;
import dev.lossline.contract.checkpoint.CheckpointPart;
import dev.lossline.contract.topic.CheckpointKey;
import dev.lossline.contract.topic.Topic;
import dev.lossline.specification.TrialId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class CheckpointPartsTest {
    private static final TrialId TRIAL = new TrialId(UUID.fromString("0199aa00-0000-7000-8000-000000000001"), 7);
    private static final String KEY = new CheckpointKey.Part(TRIAL, 1, 2).toString();

    @Test
    void ignoresCheckpointPartsAndTombstones() throws Exception {
        Batch batch =
                Batch.of(List.of(message(0, KEY, new byte[9], headers(false)), message(1, KEY, null, headers(false))));

        assertThat(batch.entries()).isEmpty();
        assertThat(batch.refusals()).isEmpty();
        assertThat(batch.nextOffsets().values()).containsExactly(2L);
    }

    @Test
    void anInvalidCheckpointPartIsADeadLetter() throws Exception {
        List<Header> without = new CheckpointHeaders(5, 1, false).toHeaders();
        Batch batch = Batch.of(List.of(
                message(0, KEY, new byte[9], without),
                message(1, KEY, new byte[0], headers(false)),
                message(2, KEY, new byte[9], headers(true)),
                message(3, KEY + "0", new byte[9], headers(false)),
                message(4, TRIAL + "/checkpoint/2/1", new byte[9], headers(false))));

        assertThat(batch.entries()).isEmpty();
        assertThat(batch.refusals())
                .extracting(refusal -> refusal.message().offset())
                .containsExactly(0L, 1L, 2L, 3L, 4L);
    }

    private static List<Header> headers(boolean isFinal) {
        List<Header> headers = new ArrayList<>(new CheckpointHeaders(5, 1, isFinal).toHeaders());
        headers.addAll(new CheckpointPart(1, 2, 3, "0".repeat(64)).toHeaders());
        return headers;
    }

    private static ConsumerRecord<String, byte[]> message(long offset, String key, byte[] value, List<Header> headers) {
        return new ConsumerRecord<>(
                Topic.CHECKPOINTS.name(),
                0,
                offset,
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                key,
                value,
                new RecordHeaders(headers),
                Optional.empty(),
                Optional.empty());
    }
}
