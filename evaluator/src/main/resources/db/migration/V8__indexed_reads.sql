-- Reads that stay fast with 5,000 experiments, and with 20,000 trials in one of them: an experiment is summed up from two
-- indexes alone, without its trials' rows, and the newest experiments are found without sorting all.

-- As in V6: readers lock the views before the tables.
alter view experiment_summary alter column state drop default;
alter view trial_summary alter column state drop default;

alter table evaluation
    add column experiment_id uuid not null generated always as (split_part(trial_id, '.', 1)::uuid) stored;
comment on column evaluation.experiment_id is 'The experiment of the trial: the first part of its id.';

create index evaluation_by_experiment on evaluation (experiment_id) include (accuracy, occurred_at, trial_id);
create index experiment_by_submission on experiment (submitted_at desc, experiment_id desc)
    where specification is not null;
create index trial_progress on trial (experiment_id, state)
    include (trial_id, epochs, started_at, completed_at, failed_at, cancelled_at, experiment_cancelled_at,
             evaluation_failed_at, seconds);

-- The same view, from those indexes. A trial that was never started has no epochs, so none are looked for.
create or replace view experiment_summary as
select e.experiment_id,
       e.name,
       case
           when t.paused > 0 then 'paused'
           when t.total = t.queued then 'queued'
           when t.queued + t.running > 0 or t.completed > v.evaluated then 'running'
           when e.cancelled_at is not null then 'cancelled'
           when t.failed > 0 then 'failed'
           else 'completed'
       end as state,
       e.submitted_at,
       e.cancelled_at,
       t.started_at,
       case when t.queued + t.running + t.paused = 0 and t.completed = v.evaluated
            then greatest(t.finished_at, v.evaluated_at) end as finished_at,
       t.total,
       t.queued,
       t.running,
       t.completed,
       t.failed,
       t.cancelled,
       v.evaluated,
       t.epochs_done,
       t.epochs_total,
       t.epochs_left,
       t.seconds_done,
       e.experiment_id || '.' || (-v.best[2])::bigint as best_trial,
       v.best[1]                                      as best_accuracy,
       t.paused,
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
           min(s.started_at)                                            as started_at,
           max(case s.state
                   when 'completed' then s.completed_at
                   when 'failed' then case when s.completed_at is not null then s.evaluation_failed_at
                                           else s.failed_at end
                   when 'cancelled' then coalesce(s.cancelled_at, s.experiment_cancelled_at)
               end)                                                     as finished_at,
           coalesce(sum(s.epoch), 0)                                    as epochs_done,
           coalesce(sum(s.epochs), 0)                                   as epochs_total,
           coalesce(sum(s.epochs - s.epoch) filter (where s.state in ('queued', 'running', 'paused')), 0)
                                                                        as epochs_left,
           coalesce(sum(s.seconds_done), 0)                             as seconds_done,
           count(*) filter (where s.state = 'paused')::integer          as paused
    -- The offset keeps the epochs from being looked for once for each sum.
    from (select i.*,
                 case when i.completed_at is not null then i.epochs
                      when i.started_at is null then 0
                      else coalesce((select max(p.epoch) from epoch p where p.trial_id = i.trial_id), 0)
                 end as epoch,
                 case when i.seconds is not null then i.seconds
                      when i.started_at is null then 0
                      else (select sum(p.seconds) from epoch p where p.trial_id = i.trial_id)
                 end as seconds_done
          from (select trial_id, state, epochs, started_at, completed_at, failed_at, cancelled_at,
                       experiment_cancelled_at, evaluation_failed_at, seconds
                from trial where trial.experiment_id = e.experiment_id) i
          offset 0) s) t on true
join lateral (
    select count(*)::integer  as evaluated,
           max(v.occurred_at) as evaluated_at,
           -- The most accurate, and of equal ones the first: the largest pair.
           max(array[v.accuracy, -split_part(v.trial_id, '.', 2)::double precision]) as best
    from evaluation v where v.experiment_id = e.experiment_id) v on true
where e.specification is not null;
