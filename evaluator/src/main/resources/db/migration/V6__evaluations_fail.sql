-- An evaluation that cannot be made is an outcome: the trial has failed, until the evaluation is made again. As before,
-- facts are columns and the state follows from them. And no loss is NaN or infinite here: these are null, as in JSON.

-- Locks the view alone: readers lock it before the tables, so taken in another order both would wait for each other.
alter view trial_summary alter column state drop default;

alter table trial
    add column evaluated            boolean not null default false,
    add column failed_evaluation    integer,
    add column evaluation_failed_at timestamptz,
    add column evaluation_failure   text,
    add column retried_evaluation   integer;
comment on column trial.evaluated is 'Whether its model was evaluated: there is a row in evaluation.';
comment on column trial.failed_evaluation is 'The newest evaluation that failed, from 1; its time and reason stand beside.';
comment on column trial.retried_evaluation is 'The evaluation after whose failure the model was to be evaluated again.';

-- Models that are not finite were evaluated too, and could be the best.
update trial set failed_evaluation = 1, evaluation_failed_at = v.occurred_at,
                 evaluation_failure = 'the test loss is not finite'
from evaluation v
where v.trial_id = trial.trial_id and v.loss in ('NaN', 'Infinity', '-Infinity');
delete from confusion where trial_id in (select trial_id from evaluation where loss in ('NaN', 'Infinity', '-Infinity'));
delete from class_metric where trial_id in (select trial_id from evaluation where loss in ('NaN', 'Infinity', '-Infinity'));
delete from misclassified where trial_id in (select trial_id from evaluation where loss in ('NaN', 'Infinity', '-Infinity'));
delete from evaluation where loss in ('NaN', 'Infinity', '-Infinity');
update trial set evaluated = true from evaluation v where v.trial_id = trial.trial_id;

update trial set training_loss = null where training_loss in ('NaN', 'Infinity', '-Infinity');
update epoch set validation_loss = null where validation_loss in ('NaN', 'Infinity', '-Infinity');

alter table trial alter column state set expression as (
    case
        when completed_at is not null and not evaluated
             and failed_evaluation > coalesce(retried_evaluation, 0) then 'failed'
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
       (select count(*)::integer from attempt a where a.trial_id = t.trial_id) as attempts,
       (select a.host from attempt a where a.trial_id = t.trial_id order by a.attempt desc limit 1) as host,
       case when t.completed_at is not null then t.epochs
            else coalesce((select max(p.epoch) from epoch p where p.trial_id = t.trial_id), 0) end as epoch,
       coalesce(t.training_loss, (select p.training_loss from epoch p where p.trial_id = t.trial_id
                                  order by p.epoch desc limit 1)) as training_loss,
       (select p.validation_loss from epoch p where p.trial_id = t.trial_id
        order by p.epoch desc limit 1)                     as validation_loss,
       (select p.validation_accuracy from epoch p where p.trial_id = t.trial_id
        order by p.epoch desc limit 1)                     as validation_accuracy,
       coalesce(t.seconds, (select sum(p.seconds) from epoch p where p.trial_id = t.trial_id), 0) as seconds,
       (select p.samples_per_second from epoch p where p.trial_id = t.trial_id
        order by p.epoch desc limit 1)                     as samples_per_second,
       v.loss                                              as test_loss,
       v.accuracy                                          as test_accuracy,
       t.requested_at,
       t.started_at,
       case t.state
           when 'completed' then t.completed_at
           when 'failed' then case when t.completed_at is not null then t.evaluation_failed_at else t.failed_at end
           when 'cancelled' then coalesce(t.cancelled_at, t.experiment_cancelled_at)
       end                                                 as finished_at,
       v.occurred_at                                       as evaluated_at,
       (select p.occurred_at from epoch p where p.trial_id = t.trial_id
        order by p.epoch desc limit 1)                     as last_epoch_at,
       case when t.state = 'failed' then
            case when t.completed_at is not null then 'evaluation' else t.failure_kind end
       end                                                 as failure_kind,
       case when t.state = 'failed' then
            case when t.completed_at is not null then 'its model cannot be evaluated: ' || t.evaluation_failure
                 else t.failure_reason end
       end                                                 as failure_reason
from trial t
left join experiment e on e.experiment_id = t.experiment_id
left join evaluation v on v.trial_id = t.trial_id;
