package dev.lossline.orchestrator.dispatch;

import dev.lossline.orchestrator.problem.ProblemException;
import dev.lossline.orchestrator.results.Queries;
import dev.lossline.specification.Device;
import dev.lossline.specification.TrialId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Finds unfinished trials without an event for a while, according to the tables. */
@ApplicationScoped
class SilentTrials {
    private static final String UNFINISHED = """
            select trial_id, greatest(coalesce(started_attempt, 0), coalesce(retried_attempt, 0)) as attempts from trial
            where state in ('queued', 'running') and device = ? and requested_at < ?
              and specification is not null
            order by requested_at, trial_id""";

    private static final String SILENT = """
            select t.trial_id, greatest(coalesce(t.started_attempt, 0), coalesce(t.retried_attempt, 0)) as attempts,
              (select count(*) from attempt f where f.trial_id = t.trial_id
                and f.attempt > coalesce(t.retried_attempt, 0)
                and f.started_at > coalesce(e.occurred_at, '-infinity')) as fruitless
            from trial t
            join experiment x on x.experiment_id = t.experiment_id
            left join lateral (
                select max(started_at) as started_at from attempt where attempt.trial_id = t.trial_id) a on true
            left join lateral (
                select occurred_at from epoch where epoch.trial_id = t.trial_id order by epoch.epoch desc limit 1) e
                on true
            where t.trial_id = any (?) and t.state in ('queued', 'running')
              and greatest(t.requested_at, x.resumed_at, x.retried_at, a.started_at, e.occurred_at) < ?
            order by t.requested_at, t.trial_id limit ?""";

    private final Queries queries;

    SilentTrials(Queries queries) {
        this.queries = queries;
    }

    /**
     * An unfinished trial.
     *
     * @param attempts the newest attempt that was started, or that failed and was retried; 0 if there was none
     */
    record Unfinished(TrialId id, int attempts) {}

    /**
     * A trial without an event for a while.
     *
     * @param fruitless the number of attempts since its last epoch
     */
    record Silent(TrialId id, int attempts, int fruitless) {}

    /**
     * The unfinished trials that were submitted before a time, oldest first.
     *
     * @throws ProblemException 503 if the database is unavailable
     */
    List<Unfinished> unfinished(Device device, Instant before) {
        return queries.list(
                UNFINISHED,
                row -> new Unfinished(TrialId.parse(row.getString("trial_id")), row.getInt("attempts")),
                device.id(),
                Timestamp.from(before));
    }

    /**
     * The given trials that have had no event since a time, oldest first.
     *
     * @throws ProblemException 503 if the database is unavailable
     */
    List<Silent> silent(Collection<TrialId> trials, Instant since, int limit) {
        return queries.list(
                SILENT,
                row -> new Silent(
                        TrialId.parse(row.getString("trial_id")), row.getInt("attempts"), row.getInt("fruitless")),
                trials.stream().map(TrialId::toString).toArray(String[]::new),
                Timestamp.from(since),
                limit);
    }
}
