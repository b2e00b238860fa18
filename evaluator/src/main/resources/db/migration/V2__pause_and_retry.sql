-- Pausing and resuming experiments, and retrying failed trials. As before, facts are columns and states follow from
-- them, so that the order in which topics are read does not matter: the later of pause and resume holds, and a failure
-- is one that came after the attempts that were retried.

alter table experiment
    add column paused_at  timestamptz,
    add column resumed_at timestamptz,
    add column retried_at timestamptz;
comment on column experiment.paused_at is 'When it was paused last; it is paused where that is later than resumed_at.';

alter table trial
    add column started_attempt       integer,
    add column failed_attempt        integer,
    add column retried_attempt       integer,
    add column experiment_paused_at  timestamptz,
    add column experiment_resumed_at timestamptz;
comment on column trial.started_attempt is 'The highest attempt that was started.';
comment on column trial.failed_attempt is 'The attempt that failed_at and its reason are about.';
comment on column trial.retried_attempt is 'The attempt after whose failure the trial was requested again.';

update trial set started_attempt = coalesce((select max(attempt) from attempt a where a.trial_id = trial.trial_id), 1)
where started_at is not null;
update trial set failed_attempt = 1 where failed_at is not null;

alter table trial alter column state set expression as (
    case
        when completed_at is not null then 'completed'
        when failed_attempt > coalesce(retried_attempt, 0) then 'failed'
        when cancelled_at is not null then 'cancelled'
        when experiment_cancelled_at is not null
             and (coalesce(started_attempt, 0) <= coalesce(retried_attempt, 0)
                  or experiment_paused_at > coalesce(experiment_resumed_at, '-infinity')) then 'cancelled'
        when experiment_paused_at > coalesce(experiment_resumed_at, '-infinity') then 'paused'
        when started_attempt > coalesce(retried_attempt, 0) then 'running'
        else 'queued'
    end);

create or replace view trial_summary as
select t.trial_id,
       t.experiment_id,
       e.name                                              as experiment,
       t.number,
       t.state,
       t.dataset,
       t.hidden,
       t.activation,
       t.epochs,
       t.batch_size,
       t.validation_split,
       t.optimizer,
       t.learning_rate,
       t.seed,
       t.device,
       t.varied,
       coalesce(a.attempts, 0)                             as attempts,
       a.host,
       coalesce(p.epoch, 0)                                as epoch,
       coalesce(t.training_loss, p.training_loss)          as training_loss,
       p.validation_loss,
       p.validation_accuracy,
       coalesce(t.seconds, s.seconds, 0)                   as seconds,
       p.samples_per_second,
       v.loss                                              as test_loss,
       v.accuracy                                          as test_accuracy,
       t.requested_at,
       t.started_at,
       case t.state
           when 'completed' then t.completed_at
           when 'failed' then t.failed_at
           when 'cancelled' then coalesce(t.cancelled_at, t.experiment_cancelled_at)
       end                                                 as finished_at,
       v.occurred_at                                       as evaluated_at,
       p.occurred_at                                       as last_epoch_at,
       case when t.state = 'failed' then t.failure_kind end   as failure_kind,
       case when t.state = 'failed' then t.failure_reason end as failure_reason
from trial t
left join experiment e on e.experiment_id = t.experiment_id
left join evaluation v on v.trial_id = t.trial_id
left join lateral (
    select * from epoch where epoch.trial_id = t.trial_id order by epoch.epoch desc limit 1) p on true
left join lateral (
    select sum(epoch.seconds) as seconds from epoch where epoch.trial_id = t.trial_id and t.seconds is null) s on true
left join lateral (
    select count(*)::integer as attempts, (array_agg(attempt.host order by attempt.attempt desc))[1] as host
    from attempt where attempt.trial_id = t.trial_id) a on true;

create or replace view experiment_summary as
select e.experiment_id,
       e.name,
       case
           when c.paused > 0 then 'paused'
           when c.total = c.queued then 'queued'
           when c.queued + c.running > 0 or c.completed > c.evaluated then 'running'
           when e.cancelled_at is not null then 'cancelled'
           when c.failed > 0 then 'failed'
           else 'completed'
       end as state,
       e.submitted_at,
       e.cancelled_at,
       c.started_at,
       case when c.queued + c.running + c.paused = 0 and c.completed = c.evaluated then c.finished_at end as finished_at,
       c.total,
       c.queued,
       c.running,
       c.completed,
       c.failed,
       c.cancelled,
       c.evaluated,
       c.epochs_done,
       c.epochs_total,
       c.epochs_left,
       c.seconds_done,
       b.trial_id  as best_trial,
       b.test_accuracy as best_accuracy,
       c.paused,
       e.paused_at,
       e.resumed_at
from experiment e
join lateral (
    select count(*)::integer                                            as total,
           count(*) filter (where s.state = 'queued')::integer          as queued,
           count(*) filter (where s.state = 'running')::integer         as running,
           count(*) filter (where s.state = 'completed')::integer       as completed,
           count(*) filter (where s.state = 'failed')::integer          as failed,
           count(*) filter (where s.state = 'cancelled')::integer       as cancelled,
           count(s.test_accuracy)::integer                              as evaluated,
           min(s.started_at)                                            as started_at,
           greatest(max(s.finished_at), max(s.evaluated_at))            as finished_at,
           coalesce(sum(s.epoch), 0)                                    as epochs_done,
           coalesce(sum(s.epochs), 0)                                   as epochs_total,
           coalesce(sum(s.epochs - s.epoch) filter (where s.state in ('queued', 'running', 'paused')), 0)
                                                                        as epochs_left,
           coalesce(sum(s.seconds), 0)                                  as seconds_done,
           count(*) filter (where s.state = 'paused')::integer          as paused
    from trial_summary s where s.experiment_id = e.experiment_id) c on true
left join lateral (
    select s.trial_id, s.test_accuracy from trial_summary s
    where s.experiment_id = e.experiment_id and s.test_accuracy is not null
    order by s.test_accuracy desc, s.number limit 1) b on true
where e.specification is not null;
