-- A hash of the weights alone, beside that of the file, which holds ids and times too: equal for equal weights.

-- As in V6.
alter view trial_summary alter column state drop default;

alter table evaluation add column weights_sha256 text;
comment on column evaluation.model_sha256 is 'Hash of the safetensors file, which holds ids and times too.';
comment on column evaluation.weights_sha256 is
    'Hash of the tensors alone, equal for equal weights: docs/results.md. Null if evaluated before it was kept.';

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
       end                                                 as failure_reason,
       v.weights_sha256
from trial t
left join experiment e on e.experiment_id = t.experiment_id
left join evaluation v on v.trial_id = t.trial_id;
