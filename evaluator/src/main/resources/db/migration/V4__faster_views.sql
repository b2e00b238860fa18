-- The same view, faster. A column that nobody asks for costs nothing: what comes from the newest epoch or attempt is read
-- by the column, which the planner leaves out where it is not used, as it cannot leave out a lateral join. And a completed
-- trial has no epochs read to tell how far it is.

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
       case when t.state = 'completed' then t.epochs
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
           when 'failed' then t.failed_at
           when 'cancelled' then coalesce(t.cancelled_at, t.experiment_cancelled_at)
       end                                                 as finished_at,
       v.occurred_at                                       as evaluated_at,
       (select p.occurred_at from epoch p where p.trial_id = t.trial_id
        order by p.epoch desc limit 1)                     as last_epoch_at,
       case when t.state = 'failed' then t.failure_kind end   as failure_kind,
       case when t.state = 'failed' then t.failure_reason end as failure_reason
from trial t
left join experiment e on e.experiment_id = t.experiment_id
left join evaluation v on v.trial_id = t.trial_id;

-- An evaluated trial is completed.
create or replace view leaderboard as
select row_number() over (partition by t.dataset order by v.accuracy desc, v.loss, t.trial_id) as rank,
       t.dataset, e.name as experiment, t.trial_id, v.accuracy as test_accuracy, v.loss as test_loss, t.hidden,
       t.activation, t.optimizer, t.learning_rate, t.batch_size, t.epochs, t.seed, t.device, t.seconds
from evaluation v
join trial t on t.trial_id = v.trial_id
left join experiment e on e.experiment_id = t.experiment_id;
