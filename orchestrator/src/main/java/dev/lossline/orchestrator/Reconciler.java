package dev.lossline.orchestrator;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.lossline.contract.Device;
import dev.lossline.contract.EventPublisher;
import dev.lossline.contract.Json;
import dev.lossline.contract.Topic;
import dev.lossline.contract.TrialEvent.FailureKind;
import dev.lossline.contract.TrialEvent.TrialFailed;
import dev.lossline.contract.TrialEvent.TrialRequested;
import dev.lossline.contract.TrialId;
import dev.lossline.contract.TrialSpecification;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/**
 * Requests trials again that fell out of the queue: those that run and were not heard of for a while, and those that
 * wait although the queue is empty. A request too many costs time and changes no result.
 */
@ApplicationScoped
class Reconciler {
    private static final Logger LOG = Logger.getLogger(Reconciler.class);
    /** Tables that are further behind the log say nothing of what was heard. */
    private static final Duration MOST_BEHIND = Duration.ofSeconds(30);

    /** What trainers said of a trial last: {@code a} of its attempts, {@code e} of its newest epoch. */
    static final String LAST_SIGNS = """
            left join lateral (
                select max(attempt) as attempts, max(started_at) as started_at
                from attempt where attempt.trial_id = t.trial_id) a on true
            left join lateral (
                select occurred_at from epoch where epoch.trial_id = t.trial_id order by epoch.epoch desc limit 1) e
                on true
            """;

    private static final String SILENT = """
            select t.trial_id, t.specification, t.state, coalesce(a.attempts, 0) as attempts,
              (select count(*) from attempt f where f.trial_id = t.trial_id
                and f.attempt > coalesce(t.retried_attempt, 0)
                and f.started_at > coalesce(e.occurred_at, '-infinity')) as fruitless
            from trial t
""" + LAST_SIGNS + """
            where t.state in ('queued', 'running') and t.device = ? and t.specification is not null
              and t.experiment_cancelled_at is null
              and greatest(t.requested_at, a.started_at, e.occurred_at) < ?
              and (t.state = 'running' or ?)
            order by t.requested_at limit ?""";

    private final Queries queries;
    private final TrainerPools pools;
    private final Recording recording;
    private final EventPublisher publisher;
    private final OrchestratorConfig.Reconciler config;
    private final Map<TrialId, Instant> requested = new ConcurrentHashMap<>();

    /**
     * A trial that nobody seems to work on.
     *
     * @param fruitless attempts since its last epoch
     */
    private record Lost(TrialRequested request, int fruitless) {}

    Reconciler(
            Queries queries,
            TrainerPools pools,
            Recording recording,
            EventPublisher publisher,
            OrchestratorConfig config) {
        this.queries = queries;
        this.pools = pools;
        this.recording = recording;
        this.publisher = publisher;
        this.config = config.reconciler();
    }

    void reconcile() throws InterruptedException {
        Instant silentSince = Instant.now().minus(config.silence());
        requested.values().removeIf(at -> at.isBefore(silentSince));
        try {
            if (!recording.has(Instant.now().minus(MOST_BEHIND))) {
                LOG.info("Not looking for lost trials: the tables are behind the log");
                return;
            }
            for (Device device : Device.values()) {
                requestAgain(device, silentSince);
            }
        } catch (ProblemException | KafkaException e) {
            LOG.warnf("Cannot look for lost trials now: %s", e.getMessage());
        }
    }

    private void requestAgain(Device device, Instant silentSince) throws InterruptedException {
        boolean queueIsEmpty = pools.depth(device).filter(depth -> depth == 0).isPresent();
        List<Lost> lost = queries
                .list(
                        SILENT,
                        Reconciler::lost,
                        device.id(),
                        Timestamp.from(silentSince),
                        queueIsEmpty,
                        config.maxTrials())
                .stream()
                .filter(trial -> !requested.containsKey(trial.request().trialId()))
                .toList();
        if (lost.isEmpty()) {
            return;
        }
        LOG.warnf(
                "Requesting %d silent %s trials again or giving them up, the first is %s",
                lost.size(), device.id(), lost.getFirst().request().trialId());
        List<TrialRequested> requests =
                lost.stream().filter(this::mayGoOn).map(Lost::request).toList();
        List<TrialFailed> failures = lost.stream()
                .filter(trial -> !mayGoOn(trial))
                .map(Reconciler::failure)
                .toList();
        publisher.publish(Topic.trials(device), requests);
        publisher.publish(Topic.TRAINING, failures);
        lost.forEach(trial -> requested.put(trial.request().trialId(), Instant.now()));
    }

    /** A trial that ends whoever takes it, by the kernel's hand for instance, is not to end trainers for ever. */
    private boolean mayGoOn(Lost trial) {
        return trial.fruitless() < config.maxFruitlessAttempts();
    }

    private static TrialFailed failure(Lost trial) {
        return new TrialFailed(
                trial.request().trialId(),
                Math.max(1, trial.request().attempt() - 1),
                Instant.now(),
                FailureKind.ERROR,
                "%d attempts in a row ended without an epoch: each trainer that took it was lost, as where memory is exhausted"
                        .formatted(trial.fruitless()));
    }

    private static Lost lost(ResultSet row) throws SQLException {
        return new Lost(request(row, Instant.now()), row.getInt("fruitless"));
    }

    /** The request for a trial after {@code attempts} of it. */
    static TrialRequested request(ResultSet row, Instant at) throws SQLException {
        try {
            return new TrialRequested(
                    TrialId.parse(row.getString("trial_id")),
                    row.getInt("attempts") + 1,
                    at,
                    Json.MAPPER.readValue(row.getString("specification"), TrialSpecification.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a recorded trial cannot be read: " + e.getOriginalMessage(), e);
        }
    }
}
