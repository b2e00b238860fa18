package dev.lossline.orchestrator.dispatch;

import dev.lossline.contract.event.ExperimentControl.Paused;
import dev.lossline.contract.topic.ConsumerGroup;
import dev.lossline.orchestrator.dispatch.SilentTrials.Silent;
import dev.lossline.orchestrator.dispatch.SilentTrials.Unfinished;
import dev.lossline.orchestrator.kafka.LogReader;
import dev.lossline.orchestrator.kafka.TrialQueues;
import dev.lossline.orchestrator.kafka.TrialQueues.Request;
import dev.lossline.orchestrator.problem.ProblemException;
import dev.lossline.orchestrator.progress.ExperimentFold.Known;
import dev.lossline.orchestrator.progress.ExperimentLog;
import dev.lossline.orchestrator.progress.ProgressReader;
import dev.lossline.specification.Device;
import dev.lossline.specification.TrialId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Finds trials that nobody will train, based on the log. A submission or resume has been dispatched once the
 * dispatcher's committed offset is past that event. After that, a trial either has an unclaimed request in its queue,
 * or an attempt in progress, or it is lost.
 */
@ApplicationScoped
class LostTrials {
    private final SilentTrials trials;
    private final TrialQueues queues;
    private final ExperimentLog log;
    private final LogReader reader;
    private final ProgressReader progress;
    private final Continuations continuations;

    LostTrials(
            SilentTrials trials,
            TrialQueues queues,
            ExperimentLog log,
            LogReader reader,
            ProgressReader progress,
            Continuations continuations) {
        this.trials = trials;
        this.queues = queues;
        this.log = log;
        this.reader = reader;
        this.progress = progress;
        this.continuations = continuations;
    }

    /** Lost trials of an experiment. */
    record Lost(UUID experiment, Known known, List<Silent> trials) {}

    /**
     * The lost trials of a device, oldest first.
     *
     * @param since trials with an event after this time are not lost
     * @throws ProblemException 503 if the database or the log cannot be read in time
     * @throws org.apache.kafka.common.KafkaException if the broker does not answer
     */
    List<Lost> find(Device device, Instant since, int limit) throws InterruptedException {
        List<Unfinished> unfinished = trials.unfinished(device, since);
        if (unfinished.isEmpty()) {
            return List.of();
        }
        // Read before the queue: the requests of everything dispatched by now are then in the queue.
        Map<UUID, Known> dispatched = dispatched(unfinished);
        Map<TrialId, Request> requests = queues.requests(device);
        List<TrialId> unclaimed = unfinished.stream()
                .filter(trial -> dispatched.containsKey(trial.id().experimentId()))
                .filter(trial -> !isWaiting(
                        trial,
                        requests.get(trial.id()),
                        dispatched.get(trial.id().experimentId())))
                .map(Unfinished::id)
                .toList();
        Map<UUID, List<Silent>> silent = trials.silent(unclaimed, since, limit).stream()
                .collect(Collectors.groupingBy(trial -> trial.id().experimentId()));
        List<Lost> lost = new ArrayList<>();
        for (var experiment : silent.entrySet()) {
            lost.add(lost(experiment.getKey(), dispatched.get(experiment.getKey()), experiment.getValue()));
        }
        lost.removeIf(experiment -> experiment.trials().isEmpty());
        return lost;
    }

    /** The experiments whose trials have all been requested since they were submitted or resumed. */
    private Map<UUID, Known> dispatched(List<Unfinished> unfinished) throws InterruptedException {
        log.awaitEnd();
        long position = reader.committed(ConsumerGroup.DISPATCHER, ExperimentLog.PARTITION);
        Map<UUID, Known> dispatched = new HashMap<>();
        unfinished.stream()
                .map(trial -> trial.id().experimentId())
                .distinct()
                .forEach(id -> log.find(id)
                        .filter(known -> !(known.control() instanceof Paused)
                                && known.changedAt() < position
                                && !continuations.isWaiting(id))
                        .ifPresent(known -> dispatched.put(id, known)));
        return dispatched;
    }

    /** Whether the queue holds an unclaimed request for the trial. */
    private static boolean isWaiting(Unfinished trial, Request request, Known known) {
        return request != null
                && request.attempt() > trial.attempts()
                && request.generation() >= known.control().generation();
    }

    /** Messages that are not recorded yet can show that a trial is not lost. */
    private Lost lost(UUID experiment, Known known, List<Silent> silent) throws InterruptedException {
        Map<Integer, Integer> untrained = progress.read(experiment, known).untrained();
        return new Lost(
                experiment,
                known,
                silent.stream()
                        .filter(trial -> untrained.getOrDefault(trial.id().number(), -1) == trial.attempts())
                        .toList());
    }
}
