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

/** What the log says of one trial: attempts, and the epochs of each in their order. */
public record TrialTrace(TrialId id, List<TrialStarted> starts, List<EpochCompleted> epochs) {
    public TrialTrace {
        starts = List.copyOf(starts);
        epochs = List.copyOf(epochs);
    }

    /** A trace a trial, from events of any trials. */
    static List<TrialTrace> of(Collection<? extends TrialEvent> events) {
        Map<TrialId, List<TrialEvent>> byTrial =
                events.stream().collect(Collectors.groupingBy(TrialEvent::trialId, Collectors.toList()));
        return byTrial.entrySet().stream()
                .map(e -> new TrialTrace(
                        e.getKey(), only(e.getValue(), TrialStarted.class), only(e.getValue(), EpochCompleted.class)))
                .sorted(Comparator.comparingInt(trace -> trace.id().number()))
                .toList();
    }

    /** Epochs that an attempt left out: each must publish all that follow the one that it goes on from. */
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

    /** Epochs that attempts trained to different losses. */
    long contradictions() {
        return epochs.stream()
                .collect(Collectors.groupingBy(
                        EpochCompleted::epoch, Collectors.mapping(EpochCompleted::trainingLoss, Collectors.toSet())))
                .values()
                .stream()
                .filter(losses -> losses.size() > 1)
                .count();
    }

    /** Epochs that an attempt completed when the next one had started. */
    public long overlapping() {
        return epochs.stream()
                .filter(epoch -> starts.stream()
                        .anyMatch(start -> start.attempt() > epoch.attempt()
                                && start.occurredAt().isBefore(epoch.occurredAt())))
                .count();
    }

    /** What became of the trial where its trainer was killed at one of those times. */
    public List<Takeover> takeovers(Collection<Instant> kills) {
        List<Takeover> takeovers = new ArrayList<>();
        for (TrialStarted next : starts) {
            previous(next)
                    .ifPresent(before -> kills.stream()
                            .filter(kill -> kill.isAfter(before.occurredAt()) && kill.isBefore(next.occurredAt()))
                            .max(Comparator.naturalOrder())
                            .ifPresent(kill -> takeovers.add(new Takeover(
                                    Duration.between(kill, next.occurredAt()),
                                    Duration.between(checkpointTime(before, next.resumedFrom()), kill)))));
        }
        return takeovers;
    }

    private Optional<TrialStarted> previous(TrialStarted next) {
        return starts.stream()
                .filter(start -> start.attempt() < next.attempt())
                .max(Comparator.comparingInt(TrialStarted::attempt));
    }

    /** When that attempt had trained that epoch; its start, where it went on from there. */
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
