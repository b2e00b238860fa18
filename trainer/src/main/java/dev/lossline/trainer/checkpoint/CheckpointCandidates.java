package dev.lossline.trainer.checkpoint;

import dev.lossline.contract.checkpoint.CheckpointHeaders;
import dev.lossline.contract.checkpoint.CheckpointPart;
import dev.lossline.contract.event.UnreadableEventException;
import dev.lossline.contract.topic.CheckpointKey;
import dev.lossline.specification.TrialId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/**
 * The checkpoints and models of a trial found in the log, without their bytes: only the chosen one is loaded. Not
 * thread-safe.
 */
public final class CheckpointCandidates {
    private static final Logger LOG = Logger.getLogger(CheckpointCandidates.class);

    /** A model ranks above all checkpoints; then the later epoch, the later attempt and the later message win. */
    private static final Comparator<Candidate> AGE = Comparator.<Candidate, Boolean>comparing(
                    candidate -> candidate.headers().isFinal())
            .thenComparingInt(candidate -> candidate.headers().epoch())
            .thenComparingInt(candidate -> candidate.headers().attempt())
            .thenComparingLong(candidate -> candidate.offsets().getLast());

    private final TrialId trial;
    private final List<Candidate> whole = new ArrayList<>();
    private final Map<PartSet, TreeMap<Integer, Long>> split = new HashMap<>();

    /**
     * A file on the log.
     *
     * @param split how it is split; empty if it is a single message
     * @param offsets the offsets of its parts in order
     */
    record Candidate(CheckpointHeaders headers, Optional<PartSet> split, List<Long> offsets) {}

    /** What all parts of a file have in common. */
    public record PartSet(CheckpointHeaders headers, int generation, int count, String sha256) {}

    CheckpointCandidates(TrialId trial) {
        this.trial = trial;
    }

    /** Adds a message; ignores it if it does not belong to this trial or is invalid. */
    void add(ConsumerRecord<String, byte[]> message) {
        if (message.value() == null) {
            return;
        }
        Optional<CheckpointKey.Part> key = CheckpointKey.part(message.key());
        try {
            if (key.isPresent() && key.get().trial().equals(trial)) {
                add(key.get(), message);
            } else if (CheckpointKey.fits(message.key(), trial, true)) {
                CheckpointHeaders headers = CheckpointHeaders.from(message.headers());
                whole.add(new Candidate(headers, Optional.empty(), List.of(message.offset())));
            }
        } catch (UnreadableEventException | RuntimeException e) {
            LOG.warnf("Cannot use the checkpoint at offset %d: %s", message.offset(), e.getMessage());
        }
    }

    /** Removes the newest complete file and returns it; empty if none is left. */
    Optional<Candidate> next() {
        List<Candidate> complete = new ArrayList<>(whole);
        split.forEach((set, offsets) -> {
            if (offsets.size() == set.count()) {
                complete.add(new Candidate(set.headers(), Optional.of(set), List.copyOf(offsets.values())));
            }
        });
        Optional<Candidate> newest = complete.stream().max(AGE);
        newest.ifPresent(candidate -> {
            whole.remove(candidate);
            candidate.split().ifPresent(split::remove);
        });
        return newest;
    }

    /** Checkpoints with missing parts: their trainers were lost while writing them. */
    List<CheckpointHeaders> incomplete() {
        return split.entrySet().stream()
                .filter(set -> set.getValue().size() < set.getKey().count())
                .map(set -> set.getKey().headers())
                .toList();
    }

    private void add(CheckpointKey.Part key, ConsumerRecord<String, byte[]> message) throws UnreadableEventException {
        CheckpointPart part = CheckpointPart.from(key, message);
        CheckpointHeaders headers = CheckpointHeaders.from(message.headers());
        if (headers.isFinal()) {
            throw new UnreadableEventException("a model with the key of a part of a checkpoint");
        }
        split.computeIfAbsent(
                        new PartSet(headers, part.generation(), part.count(), part.sha256()), set -> new TreeMap<>())
                .merge(part.number(), message.offset(), Math::max);
    }
}
