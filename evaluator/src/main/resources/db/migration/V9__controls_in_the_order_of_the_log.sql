-- Of pause and resume, the one that comes later in the log holds, not the one with the later time: an experiment is
-- paused while paused_at is set. Rows from before keep the state that they have. A retry that came after a cancellation
-- no longer counts; the failure's reason comes back when the tables are rebuilt.

-- Locks the views alone: readers lock them before the tables, so taken in another order both would wait for each other.
alter view experiment_summary alter column state drop default;
alter view trial_summary alter column state drop default;

update experiment set paused_at = null where paused_at <= resumed_at;
update experiment set resumed_at = null where paused_at is not null or cancelled_at is not null;
update trial set experiment_paused_at = null where experiment_paused_at <= experiment_resumed_at;

alter table trial alter column state set expression as (
    case
        when completed_at is not null and not evaluated
             and failed_evaluation > coalesce(retried_evaluation, 0) then 'failed'
        when completed_at is not null then 'completed'
        when failed_attempt > coalesce(retried_attempt, 0) then 'failed'
        when cancelled_at is not null then 'cancelled'
        when experiment_cancelled_at is not null
             and (coalesce(started_attempt, 0) <= coalesce(retried_attempt, 0)
                  or experiment_paused_at is not null) then 'cancelled'
        when experiment_paused_at is not null then 'paused'
        when started_attempt > coalesce(retried_attempt, 0) then 'running'
        else 'queued'
    end);
-- Kept, as a recorder of the version before may still write it.
comment on column trial.experiment_resumed_at is 'Not used any more.';

comment on column experiment.paused_at is 'Since when it is paused, or was when it was cancelled; null if it is not paused.';
comment on column experiment.resumed_at is 'When it was resumed last; null if it never was, is paused or was cancelled.';
comment on column experiment.retried_at is 'When failed trials were retried last.';
comment on column trial.experiment_cancelled_at is 'The experiment''s cancelled_at.';
comment on column trial.experiment_paused_at is 'The experiment''s paused_at.';
