package dev.lossline.trainer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lossline.contract.checkpoint.CheckpointHeaders;
import dev.lossline.contract.checkpoint.CheckpointPart;
import dev.lossline.contract.topic.CheckpointKey;
import dev.lossline.contract.topic.Topic;
import dev.lossline.specification.TrialId;
import dev.lossline.trainer.Trials;
import dev.lossline.trainer.checkpoint.CheckpointCandidates.Candidate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class CheckpointCandidatesTest {
    private static final String HASH = "0".repeat(64);

    private final CheckpointCandidates candidates = new CheckpointCandidates(Trials.ID);
    private long offset;

    @Test
    void usesTheNewestCompleteCheckpoint() {
        whole(3);
        whole(5);
        whole(4);

        assertThat(epochs()).containsExactly(5, 4, 3);
    }

    @Test
    void putsPartsTogetherInTheirOrder() {
        part(0, 5, 2, 2, HASH);
        part(0, 5, 1, 2, HASH);

        assertThat(candidates.next()).map(Candidate::offsets).contains(List.of(1L, 0L));
    }

    @Test
    void usesAnOlderCheckpointIfTheNewestIsIncomplete() {
        part(0, 5, 1, 2, HASH);
        part(0, 5, 2, 2, HASH);
        part(1, 6, 1, 2, HASH);

        assertThat(epochs()).containsExactly(5);
        assertThat(candidates.incomplete()).extracting(CheckpointHeaders::epoch).containsExactly(6);
    }

    @Test
    void doesNotMixFiles() {
        part(0, 5, 1, 2, HASH);
        part(0, 5, 2, 2, "1".repeat(64));
        part(1, 5, 2, 2, HASH);

        assertThat(epochs()).isEmpty();
    }

    @Test
    void aModelTakesPrecedenceOverCheckpoints() {
        add(CheckpointKey.ofModel(Trials.ID), new byte[1], new CheckpointHeaders(5, 1, true).toHeaders());
        whole(9);

        assertThat(candidates.next())
                .hasValueSatisfying(
                        newest -> assertThat(newest.headers().isFinal()).isTrue());
    }

    @Test
    void skipsInvalidMessages() {
        add(null, new byte[1], List.of());
        add(Trials.ID.toString(), new byte[1], List.of());
        add(Trials.ID.toString(), null, new CheckpointHeaders(5, 1, false).toHeaders());
        add(
                new TrialId(Trials.ID.experimentId(), 8).toString(),
                new byte[1],
                new CheckpointHeaders(5, 1, false).toHeaders());
        add(key(0, 1), new byte[1], new CheckpointHeaders(5, 1, false).toHeaders());
        add(key(0, 3), new byte[1], headers(5, new CheckpointPart(0, 1, 2, HASH)));

        assertThat(epochs()).isEmpty();
        assertThat(candidates.incomplete()).isEmpty();
    }

    private List<Integer> epochs() {
        List<Integer> epochs = new ArrayList<>();
        for (Optional<Candidate> next = candidates.next(); next.isPresent(); next = candidates.next()) {
            epochs.add(next.get().headers().epoch());
        }
        return epochs;
    }

    private void whole(int epoch) {
        add(Trials.ID.toString(), new byte[1], new CheckpointHeaders(epoch, 1, false).toHeaders());
    }

    private void part(int generation, int epoch, int number, int count, String sha256) {
        add(
                key(generation, number),
                new byte[1],
                headers(epoch, new CheckpointPart(generation, number, count, sha256)));
    }

    private static List<Header> headers(int epoch, CheckpointPart part) {
        List<Header> headers = new ArrayList<>(new CheckpointHeaders(epoch, 1, false).toHeaders());
        headers.addAll(part.toHeaders());
        return headers;
    }

    private static String key(int generation, int number) {
        return new CheckpointKey.Part(Trials.ID, generation, number).toString();
    }

    private void add(String key, byte[] value, List<Header> headers) {
        candidates.add(new ConsumerRecord<>(
                Topic.CHECKPOINTS.name(),
                0,
                offset++,
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                key,
                value,
                new RecordHeaders(headers),
                Optional.empty(),
                Optional.empty()));
    }
}
