package dev.lossline.trainer.checkpoint;

import dev.lossline.contract.checkpoint.CheckpointHeaders;
import dev.lossline.contract.checkpoint.CheckpointPart;
import dev.lossline.contract.checkpoint.ModelMetadata;
import dev.lossline.contract.event.UnreadableEventException;
import dev.lossline.specification.Sha256;
import dev.lossline.specification.TrialId;
import dev.lossline.specification.TrialSpecification;
import dev.lossline.trainer.checkpoint.CheckpointCandidates.Candidate;
import dev.lossline.trainer.checkpoint.TrialHistory.Found;
import dev.lossline.trainer.training.TrialTraining;
import dev.lossline.training.Checkpoint;
import dev.lossline.training.safetensors.Safetensors;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/** A search for the newest checkpoint of a trial that training can resume from. */
final class CheckpointSearch {
    private static final Logger LOG = Logger.getLogger(CheckpointSearch.class);

    /** How far back the first step reaches; the range of each further step is a multiple of the previous one. */
    private static final Duration FIRST_STEP = Duration.ofMinutes(1);

    private static final int GROWTH = 4;

    private final TrialPartition partition;
    private final TrialTraining training;
    private final TrialId trial;
    private final TrialSpecification specification;
    private final CheckpointCandidates candidates;

    CheckpointSearch(
            TrialPartition partition, TrialTraining training, TrialId trial, TrialSpecification specification) {
        this.partition = partition;
        this.training = training;
        this.trial = trial;
        this.specification = specification;
        this.candidates = new CheckpointCandidates(trial);
    }

    /** The newest usable checkpoint that was published since a time. */
    Optional<Found> newestSince(Instant earliest) {
        long end = partition.end();
        long begin = partition.firstSince(earliest, end);
        Instant now = Instant.now();
        Optional<Found> newest = Optional.empty();
        for (Duration back = FIRST_STEP; newest.isEmpty() && end > begin; back = back.multipliedBy(GROWTH)) {
            Instant since = now.minus(back);
            long from = since.isAfter(earliest) ? Math.clamp(partition.firstSince(since, end), begin, end) : begin;
            partition.read(from, end, candidates::add);
            newest = newestUsable();
            end = from;
        }
        warnOfIncomplete(newest);
        return newest;
    }

    private Optional<Found> newestUsable() {
        for (Optional<Candidate> next = candidates.next(); next.isPresent(); next = candidates.next()) {
            try {
                return Optional.of(open(next.get()));
            } catch (KafkaException e) {
                throw e;
            } catch (UnreadableEventException | RuntimeException e) {
                LOG.warnf(
                        "Cannot use the checkpoint of trial %s after epoch %d, at offset %d: %s",
                        trial,
                        next.get().headers().epoch(),
                        next.get().offsets().getLast(),
                        e.getMessage());
            }
        }
        return Optional.empty();
    }

    private void warnOfIncomplete(Optional<Found> newest) {
        for (CheckpointHeaders headers : candidates.incomplete()) {
            if (newest.isEmpty() || headers.epoch() > newest.get().headers().epoch()) {
                LOG.warnf(
                        "The checkpoint of trial %s after epoch %d is incomplete: its trainer was lost while writing",
                        trial, headers.epoch());
            }
        }
    }

    private Found open(Candidate candidate) throws UnreadableEventException {
        byte[] bytes = bytes(candidate);
        if (candidate.split().isPresent() && !candidate.split().get().sha256().equals(Sha256.of(bytes))) {
            throw new UnreadableEventException("its parts have another SHA-256 than the file that was split");
        }
        Safetensors file = Safetensors.fromBytes(bytes);
        ModelMetadata metadata = ModelMetadata.from(file.metadata());
        if (!metadata.trialId().equals(trial)) {
            throw new UnreadableEventException("it is of trial " + metadata.trialId());
        }
        if (!metadata.specification().equals(specification)) {
            throw new UnreadableEventException("it is of another specification: " + metadata.specification());
        }
        Checkpoint state = Checkpoint.from(file);
        if (state.epoch() != candidate.headers().epoch()) {
            throw new UnreadableEventException("its file was taken after epoch " + state.epoch());
        }
        training.requireUsable(specification, state, candidate.headers().isFinal());
        return new Found(candidate.headers(), candidate.split(), state);
    }

    /** Reads the last part first: it determines the total size, which avoids a second copy in memory. */
    private byte[] bytes(Candidate candidate) throws UnreadableEventException {
        List<Long> offsets = candidate.offsets();
        byte[] last = value(offsets.getLast());
        if (offsets.size() == 1) {
            return last;
        }
        byte[] file = new byte[(offsets.size() - 1) * CheckpointPart.MAX_BYTES + last.length];
        for (int i = 0; i < offsets.size() - 1; i++) {
            byte[] part = value(offsets.get(i));
            if (part.length != CheckpointPart.MAX_BYTES) {
                throw new UnreadableEventException("its part " + (i + 1) + " has " + part.length + " bytes");
            }
            System.arraycopy(part, 0, file, i * CheckpointPart.MAX_BYTES, part.length);
        }
        System.arraycopy(last, 0, file, file.length - last.length, last.length);
        return file;
    }

    private byte[] value(long offset) throws UnreadableEventException {
        return partition
                .value(offset)
                .orElseThrow(
                        () -> new UnreadableEventException("compaction has removed its message at offset " + offset));
    }
}
