-- Lists of experiments are filtered without adding up all their trials, and the top of the leaderboard is read from an
-- index. What existing views show does not change.

-- As in V6: readers lock the views before the tables. Tables follow in the order in which the recorder writes them.
alter view leaderboard alter column rank drop default;
alter view experiment_summary alter column state drop default;
alter view trial_summary alter column state drop default;

alter table experiment
    add column dataset     text generated always as (specification ->> 'dataset') stored,
    add column search_text text generated always as (
        lower(coalesce(name, '') || ' ' || experiment_id::text || ' ' || coalesce(specification ->> 'dataset', '')
              || ' ' || coalesce(specification ->> 'search', ''))) stored;
comment on column experiment.dataset is 'The dataset of the specification.';
comment on column experiment.search_text is 'Name, id, dataset and search space in lower case: the text that lists are searched in.';

create index trial_first on trial (experiment_id) where number = 1;
create index trial_open on trial (experiment_id, state) include (trial_id)
    where state in ('queued', 'running', 'paused', 'failed') or state = 'completed' and not evaluated;
create index evaluation_by_accuracy on evaluation (accuracy desc, loss, trial_id) include (experiment_id);

-- The state is that of experiment_summary, but follows from open trials alone: those that are neither cancelled nor
-- completed and evaluated. Recorders before V6 do not set trial.evaluated, so the evaluation itself decides; OFFSET 0 has
-- it looked up by key instead of reading all evaluations.
create view experiment_list as
select e.experiment_id,
       e.name,
       e.dataset,
       e.search_text,
       e.submitted_at,
       case
           when o.paused then 'paused'
           when o.experiment_id is null
                and not exists (select from trial t where t.experiment_id = e.experiment_id and t.number = 1)
               then 'queued'
           when o.begun is false
                and not exists (select from trial t
                                where t.experiment_id = e.experiment_id and t.state in ('completed', 'cancelled')
                                offset 0)
               then 'queued'
           when o.running then 'running'
           when e.cancelled_at is not null then 'cancelled'
           when o.failed then 'failed'
           else 'completed'
       end as state
from experiment e
left join (
    select t.experiment_id,
           bool_or(t.state = 'paused')  as paused,
           bool_or(t.state <> 'queued') as begun,
           bool_or(t.state in ('queued', 'running')
                   or t.state = 'completed'
                      and not exists (select from evaluation v where v.trial_id = t.trial_id offset 0)) as running,
           bool_or(t.state = 'failed')  as failed
    from trial t
    where t.state in ('queued', 'running', 'paused', 'failed') or t.state = 'completed' and not t.evaluated
    group by t.experiment_id) o on o.experiment_id = e.experiment_id
where e.specification is not null;
comment on view experiment_list is 'A row an experiment: what lists of experiments are filtered and sorted by.';

-- Evaluations are ranked in the order of their index, which ends at the last rank that is asked for; only then are the
-- other columns looked up. A trial has the dataset of its experiment. OFFSET 0 keeps the planner from joining all trials
-- and experiments first, because it does not know how few ranks are asked for.
create or replace view leaderboard as
select r.rank, r.dataset, r.experiment, r.trial_id, r.test_accuracy, r.test_loss, t.hidden, t.activation, t.optimizer,
       t.learning_rate, t.batch_size, t.epochs, t.seed, t.device, t.seconds
from (select row_number() over (partition by e.dataset order by v.accuracy desc, v.loss, v.trial_id) as rank,
             e.dataset, e.name as experiment, v.trial_id, v.accuracy as test_accuracy, v.loss as test_loss
      from evaluation v
      left join lateral (select name, dataset from experiment x where x.experiment_id = v.experiment_id offset 0) e
          on true) r
join lateral (select * from trial x where x.trial_id = r.trial_id offset 0) t on true;
