package dev.lossline.drill.results;

import dev.lossline.contract.event.TrialEvent;
import dev.lossline.contract.event.TrialEvent.EpochCompleted;
import dev.lossline.contract.event.TrialEvent.TrialStarted;
import dev.lossline.specification.TrialId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The events of a trial in the log: attempts, and the epochs of each in order. */
public record TrialTrace(TrialId id, List<TrialStarted> starts, List<EpochCompleted> epochs) {
    public TrialTrace {
        starts = List.copyOf(starts);
        epochs = List.copyOf(epochs);
    }

    /** Creates one trace per trial from events of any trials. */
    static List<TrialTrace> of(Collection<? extends TrialEvent> events) {
        Map<TrialId, List<TrialEvent>> byTrial =
                events.stream().collect(Collectors.groupingBy(TrialEvent::trialId, Collectors.toList()));
        return byTrial.entrySet().stream()
                .map(e -> new TrialTrace(
                        e.getKey(), only(e.getValue(), TrialStarted.class), only(e.getValue(), EpochCompleted.class)))
                .sorted(Comparator.comparingInt(trace -> trace.id().number()))
                .toList();
    }

    /** Epochs that an attempt skipped: it must publish every epoch after the one from which it continues. */
    long gaps() {
        return byAttempt().entrySet().stream()
                .mapToLong(e -> {
                    NavigableSet<Integer> seen = new TreeSet<>(
                            e.getValue().stream().map(EpochCompleted::epoch).toList());
                    return (long) seen.last() - resumedFrom(e.getKey()) - seen.size();
                })
                .sum();
    }

    /** Epochs that an attempt published more than once. */
    public long duplicates() {
        return epochs.size()
                - epochs.stream()
                        .map(e -> List.of(e.attempt(), e.epoch()))
                        .distinct()
                        .count();
    }

    /** Epochs with different losses in different attempts. */
    long contradictions() {
        return epochs.stream()
                .collect(Collectors.groupingBy(
                        EpochCompleted::epoch, Collectors.mapping(EpochCompleted::trainingLoss, Collectors.toSet())))
                .values()
                .stream()
                .filter(losses -> losses.size() > 1)
                .count();
    }

    /** Epochs that an attempt completed after the next attempt had started. */
    public long overlapping() {
        return epochs.stream()
                .filter(epoch -> starts.stream()
                        .anyMatch(start -> start.attempt() > epoch.attempt()
                                && start.occurredAt().isBefore(epoch.occurredAt())))
                .count();
    }

    /** The recoveries from kills of the trainer at the given times. */
    public List<Recovery> recoveries(Collection<Instant> kills) {
        List<Recovery> recoveries = new ArrayList<>();
        for (TrialStarted next : starts) {
            previous(next)
                    .ifPresent(before -> kills.stream()
                            .filter(kill -> kill.isAfter(before.occurredAt()) && kill.isBefore(next.occurredAt()))
                            .max(Comparator.naturalOrder())
                            .ifPresent(kill -> recoveries.add(new Recovery(
                                    Duration.between(kill, next.occurredAt()),
                                    Duration.between(checkpointTime(before, next.resumedFrom()), kill)))));
        }
        return recoveries;
    }

    private Optional<TrialStarted> previous(TrialStarted next) {
        return starts.stream()
                .filter(start -> start.attempt() < next.attempt())
                .max(Comparator.comparingInt(TrialStarted::attempt));
    }

    /** When the attempt completed the epoch; its start time if it continued from that epoch. */
    private Instant checkpointTime(TrialStarted attempt, int epoch) {
        return epochs.stream()
                .filter(e -> e.attempt() == attempt.attempt() && e.epoch() == epoch)
                .map(EpochCompleted::occurredAt)
                .findFirst()
                .orElse(attempt.occurredAt());
    }

    private int resumedFrom(int attempt) {
        return starts.stream()
                .filter(start -> start.attempt() == attempt)
                .mapToInt(TrialStarted::resumedFrom)
                .min()
                .orElse(0);
    }

    private Map<Integer, List<EpochCompleted>> byAttempt() {
        return epochs.stream()
                .collect(Collectors.groupingBy(EpochCompleted::attempt, TreeMap::new, Collectors.toList()));
    }

    private static <T> List<T> only(List<TrialEvent> events, Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
