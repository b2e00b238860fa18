package dev.lossline.orchestrator;

import dev.lossline.contract.Device;
import dev.lossline.contract.EventPublisher;
import dev.lossline.contract.ExperimentEvent.ExperimentResumed;
import dev.lossline.contract.ExperimentEvent.ExperimentRetried;
import dev.lossline.contract.Topic;
import dev.lossline.contract.TrialEvent.TrialRequested;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Requests trials that go on: those of a resumed experiment, and failed ones that are retried. How far they came is in
 * the tables, so that these have to have caught up with the log first.
 */
@ApplicationScoped
class Continuations {
    private static final Logger LOG = Logger.getLogger(Continuations.class);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int POLL_MILLIS = 50;

    /** At least the second attempt: it looks for a checkpoint, and trains nothing that was trained meanwhile. */
    private static final String SELECT = """
            select t.trial_id, t.specification, t.experiment_resumed_at,
              greatest(1, a.attempts, t.retried_attempt) as attempts
            from trial t
""" + Reconciler.LAST_SIGNS + """
            where t.experiment_id = ? and t.specification is not null and t.state in ('queued', 'running')
            """;

    /** An epoch since then says nothing: it is of an attempt that ends, as its request is older than the resume. */
    private static final String NOT_STARTED_SINCE =
            SELECT + "and greatest(t.requested_at, a.started_at) < ? order by t.number";

    private static final String RETRIED = SELECT + "and t.retried_attempt >= coalesce(a.attempts, 1) order by t.number";

    private final Queries queries;
    private final EventPublisher publisher;

    Continuations(Queries queries, EventPublisher publisher) {
        this.queries = queries;
        this.publisher = publisher;
    }

    /** Returns once the broker has the requests. */
    void resume(ExperimentResumed event, long offset) throws InterruptedException {
        request(
                event.experimentId(),
                offset,
                row -> Reconciler.request(row, event.occurredAt()),
                NOT_STARTED_SINCE,
                event.experimentId(),
                Timestamp.from(event.occurredAt()));
    }

    /** Returns once the broker has the requests. */
    void retry(ExperimentRetried event, long offset) throws InterruptedException {
        request(event.experimentId(), offset, row -> retried(row, event.occurredAt()), RETRIED, event.experimentId());
    }

    /** Requests from before a resume count no longer, and another orchestrator may have stamped that. */
    private static TrialRequested retried(ResultSet row, Instant at) throws SQLException {
        Instant resumed = Queries.instant(row, "experiment_resumed_at");
        boolean tooEarly = resumed != null && !at.isAfter(resumed);
        return Reconciler.request(row, tooEarly ? resumed.plusMillis(1) : at);
    }

    private void request(
            UUID experiment, long offset, Queries.RowMapper<TrialRequested> trial, String sql, Object... parameters)
            throws InterruptedException {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(deadline)) {
            try {
                if (isRecorded(offset)) {
                    publish(queries.list(sql, trial, parameters));
                    return;
                }
            } catch (ProblemException e) {
                LOG.debugf("Waiting for the tables: %s", e.getMessage());
            }
            Thread.sleep(POLL_MILLIS);
        }
        LOG.warnf("The tables did not catch up in time: the reconciler will request the trials of %s", experiment);
    }

    private boolean isRecorded(long offset) {
        return queries
                .list(
                        "select next_offset from event_offset where topic = ? and partition = 0",
                        row -> row.getLong(1),
                        Topic.EXPERIMENTS.name())
                .stream()
                .anyMatch(next -> next > offset);
    }

    private void publish(List<TrialRequested> requests) throws InterruptedException {
        Map<Device, List<TrialRequested>> pools = requests.stream()
                .collect(Collectors.groupingBy(request -> request.trial().device()));
        for (var pool : pools.entrySet()) {
            publisher.publish(Topic.trials(pool.getKey()), pool.getValue());
            LOG.infof(
                    "Requested %d %s trials again, the first is %s",
                    pool.getValue().size(),
                    pool.getKey().id(),
                    pool.getValue().getFirst().trialId());
        }
    }
}
