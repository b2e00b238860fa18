package dev.lossline.orchestrator.dispatch;

import dev.lossline.contract.event.ExperimentControl.Paused;
import dev.lossline.contract.topic.LogFields;
import dev.lossline.orchestrator.problem.ProblemException;
import dev.lossline.orchestrator.progress.ExperimentFold.Known;
import dev.lossline.orchestrator.progress.ExperimentLog;
import dev.lossline.orchestrator.progress.ProgressReader;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/**
 * Requests the trials of resumed experiments, and failed trials that are retried, on its own thread: finding out their
 * progress requires the database and the broker, and submissions must not wait for either. Pending continuations are
 * not on the log; after a crash, the {@link Reconciler} finds their trials.
 */
@Startup
@ApplicationScoped
class Continuations {
    private static final Logger LOG = Logger.getLogger(Continuations.class);
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);
    private static final int MAX_REMEMBERED = 10_000;

    private final ExperimentLog log;
    private final ProgressReader progress;
    private final TrialRequests requests;
    private final Map<UUID, Continuation> waiting = new LinkedHashMap<>();
    private final Map<UUID, Long> done = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Long> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };
    private long added;
    private boolean closed;

    /**
     * Trials to request.
     *
     * @param number distinguishes it from the continuation that it replaces
     * @param retried the numbers of the trials; empty for all trials that are not trained
     */
    private record Continuation(long number, Optional<Set<Integer>> retried) {

        Continuation and(Continuation later) {
            if (retried.isEmpty() || later.retried.isEmpty()) {
                return new Continuation(later.number, Optional.empty());
            }
            Set<Integer> both = new HashSet<>(retried.get());
            both.addAll(later.retried.get());
            return new Continuation(later.number, Optional.of(both));
        }

        boolean includes(int trial) {
            return retried.isEmpty() || retried.get().contains(trial);
        }
    }

    Continuations(ExperimentLog log, ProgressReader progress, TrialRequests requests) {
        this.log = log;
        this.progress = progress;
        this.requests = requests;
    }

    @PostConstruct
    void open() {
        Thread.ofPlatform().daemon().name("continuations").start(this::requestUntilClosed);
    }

    @PreDestroy
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** Requests all unfinished trials of a resumed experiment asynchronously. */
    void resume(UUID experiment) {
        add(experiment, Optional.empty());
    }

    /** Requests failed trials of an experiment again, asynchronously. */
    void retry(UUID experiment, Set<Integer> trials) {
        add(experiment, Optional.of(Set.copyOf(trials)));
    }

    /** Discards the pending continuation of a paused experiment; its trials are requested when it is resumed. */
    synchronized void drop(UUID experiment) {
        waiting.remove(experiment);
    }

    /** Whether trials of the experiment are about to be requested. */
    synchronized boolean isWaiting(UUID experiment) {
        return waiting.containsKey(experiment);
    }

    private synchronized void add(UUID experiment, Optional<Set<Integer>> retried) {
        waiting.merge(experiment, new Continuation(added++, retried), Continuation::and);
        notifyAll();
    }

    private void requestUntilClosed() {
        try {
            while (true) {
                boolean complete = true;
                for (Map.Entry<UUID, Continuation> next : next().entrySet()) {
                    try (LogFields ignored = LogFields.of(next.getKey())) {
                        complete &= isRequested(next.getKey(), next.getValue());
                    }
                }
                if (!complete) {
                    Thread.sleep(RETRY_DELAY);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("Stopped", e);
        }
    }

    /** Waits until at least one continuation is pending. */
    private synchronized Map<UUID, Continuation> next() throws InterruptedException {
        while (waiting.isEmpty() && !closed) {
            TimeUnit.MINUTES.timedWait(this, 1);
        }
        if (closed) {
            throw new InterruptedException("the orchestrator stops");
        }
        return new LinkedHashMap<>(waiting);
    }

    private boolean isRequested(UUID experiment, Continuation continuation) throws InterruptedException {
        try {
            request(experiment, continuation);
            remove(experiment, continuation);
            return true;
        } catch (ProblemException | KafkaException e) {
            LOG.warnf("Cannot request the trials of %s yet: %s", experiment, e.getMessage());
            return false;
        } catch (RuntimeException e) {
            LOG.errorf(e, "Cannot request the trials of %s; the reconciler will retry", experiment);
            remove(experiment, continuation);
            return true;
        }
    }

    /** Removes the continuation unless it has been replaced. */
    private synchronized void remove(UUID experiment, Continuation continuation) {
        waiting.remove(experiment, continuation);
    }

    private void request(UUID experiment, Continuation continuation) throws InterruptedException {
        Known known = log.find(experiment).orElseThrow();
        // Trials left over from a cancelled experiment are requested too: the trainer then reports that they stopped.
        while (!(known.control() instanceof Paused) && !isDone(experiment, known)) {
            Map<Integer, Integer> attempts = progress.read(experiment, known).untrained();
            Known now = log.find(experiment).orElseThrow();
            if (now.changedAt() == known.changedAt()) {
                attempts.keySet().removeIf(trial -> !continuation.includes(trial));
                requests.again(experiment, known, attempts);
                if (continuation.retried().isEmpty()) {
                    done.put(experiment, known.changedAt());
                }
                return;
            }
            known = now;
        }
    }

    /**
     * Whether all requests that follow from the experiment's last event have been sent. Repeated resumes count as one.
     */
    private boolean isDone(UUID experiment, Known known) {
        return done.getOrDefault(experiment, -1L) == known.changedAt();
    }
}
