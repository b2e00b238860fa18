package dev.lossline.orchestrator.dispatch;

import dev.lossline.contract.event.TrialEvent.FailureKind;
import dev.lossline.contract.event.TrialEvent.TrialFailed;
import dev.lossline.contract.topic.EventPublisher;
import dev.lossline.contract.topic.Topic;
import dev.lossline.orchestrator.OrchestratorConfig;
import dev.lossline.orchestrator.dispatch.LostTrials.Lost;
import dev.lossline.orchestrator.dispatch.SilentTrials.Silent;
import dev.lossline.orchestrator.problem.ProblemException;
import dev.lossline.orchestrator.progress.Recording;
import dev.lossline.specification.Device;
import dev.lossline.specification.TrialId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/**
 * Requests lost trials again: running trials without an event for a while, and trials without a request in their queue.
 * A redundant request costs time but does not change results.
 */
@ApplicationScoped
class Reconciler {
    private static final Logger LOG = Logger.getLogger(Reconciler.class);

    /** If the tables lag further behind the log, they do not show which trials are silent. */
    private static final Duration MAX_RECORDING_DELAY = Duration.ofSeconds(30);

    private final Recording recording;
    private final LostTrials lostTrials;
    private final EventPublisher publisher;
    private final TrialRequests requests;
    private final OrchestratorConfig.Reconciler config;
    private final Map<TrialId, Instant> requested = new ConcurrentHashMap<>();

    Reconciler(
            Recording recording,
            LostTrials lostTrials,
            EventPublisher publisher,
            TrialRequests requests,
            OrchestratorConfig config) {
        this.recording = recording;
        this.lostTrials = lostTrials;
        this.publisher = publisher;
        this.requests = requests;
        this.config = config.reconciler();
    }

    void reconcile() throws InterruptedException {
        Instant silentSince = Instant.now().minus(config.silence());
        requested.values().removeIf(at -> at.isBefore(silentSince));
        try {
            if (!recording.has(Instant.now().minus(MAX_RECORDING_DELAY))) {
                LOG.info("Skipping the search for lost trials: the tables lag the log");
                return;
            }
            for (Device device : Device.values()) {
                for (Lost lost : lostTrials.find(device, silentSince, config.maxTrials())) {
                    requestAgain(lost);
                }
            }
        } catch (ProblemException | KafkaException e) {
            LOG.warnf("Cannot search for lost trials: %s", e.getMessage());
        }
    }

    private void requestAgain(Lost lost) throws InterruptedException {
        List<Silent> trials = lost.trials().stream()
                .filter(trial -> !requested.containsKey(trial.id()))
                .toList();
        if (trials.isEmpty()) {
            return;
        }
        LOG.warnf(
                "Requesting again or failing %d lost trials, the first is %s",
                trials.size(), trials.getFirst().id());
        Map<Integer, Integer> attempts = trials.stream()
                .filter(this::mayContinue)
                .collect(Collectors.toMap(trial -> trial.id().number(), Silent::attempts));
        requests.again(lost.experiment(), lost.known(), attempts);
        publisher.publish(
                Topic.TRAINING,
                trials.stream()
                        .filter(trial -> !mayContinue(trial))
                        .map(Reconciler::failure)
                        .toList());
        trials.forEach(trial -> requested.put(trial.id(), Instant.now()));
    }

    /**
     * Whether the trial may run again: one that crashes every trainer, for example by exhausting the memory, must not
     * do so forever.
     */
    private boolean mayContinue(Silent trial) {
        return trial.fruitless() < config.maxFruitlessAttempts();
    }

    private static TrialFailed failure(Silent trial) {
        return new TrialFailed(
                trial.id(),
                Math.max(1, trial.attempts()),
                Instant.now(),
                FailureKind.ERROR,
                "%d attempts in a row ended without an epoch: each trainer that took it was lost, as when memory is exhausted"
                        .formatted(trial.fruitless()));
    }
}
