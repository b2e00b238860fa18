-- The results of experiments: a projection of the event log, written by the evaluator's recorder alone.
-- Every row follows from events whatever the order in which their topics are read: facts are columns, states follow
-- from facts, and nothing is counted up. Explained for people in docs/results.md.

create table experiment (
    experiment_id uuid primary key,
    name          text,
    specification jsonb,
    submitted_at  timestamptz,
    cancelled_at  timestamptz
);
comment on table experiment is 'What a user submitted, with every default filled in.';

create table trial (
    trial_id                text primary key,
    experiment_id           uuid not null,
    number                  integer not null,
    dataset                 text,
    hidden                  integer[],
    activation              text,
    epochs                  integer,
    batch_size              integer,
    validation_split        double precision,
    optimizer               text,
    learning_rate           double precision,
    seed                    bigint,
    device                  text,
    specification           jsonb,
    varied                  jsonb,
    requested_at            timestamptz,
    started_at              timestamptz,
    completed_at            timestamptz,
    training_loss           double precision,
    seconds                 double precision,
    failed_at               timestamptz,
    failure_kind            text,
    failure_reason          text,
    cancelled_at            timestamptz,
    experiment_cancelled_at timestamptz,
    state                   text not null generated always as (
        case
            when completed_at is not null then 'completed'
            when failed_at is not null then 'failed'
            when cancelled_at is not null then 'cancelled'
            when experiment_cancelled_at is not null and started_at is null then 'cancelled'
            when started_at is not null then 'running'
            else 'queued'
        end) stored
);
create unique index trial_by_experiment on trial (experiment_id, number);
create index trial_unfinished on trial (device, requested_at) where state in ('queued', 'running');
comment on table trial is 'One training run: one set of hyperparameters, one seed, one device.';
comment on column trial.hidden is 'Units of each hidden layer; empty for a single-layer perceptron.';
comment on column trial.varied is 'Values of the keys that differ between the trials of the experiment, by path.';
comment on column trial.training_loss is 'Mean training loss of the last epoch, once completed.';
comment on column trial.seconds is 'Training time of all epochs together, once completed.';
comment on column trial.experiment_cancelled_at is 'When the whole experiment was cancelled.';

create table attempt (
    trial_id        text not null,
    attempt         integer not null,
    started_at      timestamptz not null,
    device          text not null,
    host            text not null,
    device_name     text,
    resumed_from    integer not null,
    dataset_sha256  text,
    djl_version     text,
    pytorch_version text,
    java_version    text,
    primary key (trial_id, attempt)
);
comment on table attempt is 'A trainer took a trial; a second attempt goes on from the first one''s checkpoint.';
comment on column attempt.resumed_from is 'Epoch of the checkpoint that it went on from; 0 for the beginning.';

create table epoch (
    trial_id            text not null,
    epoch               integer not null,
    attempt             integer not null,
    occurred_at         timestamptz not null,
    training_loss       double precision not null,
    validation_loss     double precision,
    validation_accuracy double precision,
    seconds             double precision not null,
    samples_per_second  double precision not null,
    primary key (trial_id, epoch)
);
comment on table epoch is 'One pass over the training split.';
comment on column epoch.training_loss is 'Mean cross-entropy over the batches of the epoch.';

create table evaluation (
    trial_id     text primary key,
    attempt      integer not null,
    occurred_at  timestamptz not null,
    examples     bigint not null,
    loss         double precision not null,
    accuracy     double precision not null,
    model_sha256 text not null
);
comment on table evaluation is 'How a trained model does on the test split.';
comment on column evaluation.accuracy is 'Fraction of the test split that is right, 0 to 1.';

create table confusion (
    trial_id  text not null,
    actual    integer not null,
    predicted integer not null,
    count     bigint not null,
    primary key (trial_id, actual, predicted)
);
comment on table confusion is 'Confusion matrix in long form: examples of a class that were predicted as another.';

create table class_metric (
    trial_id  text not null,
    label     integer not null,
    precision double precision not null,
    recall    double precision not null,
    f1        double precision not null,
    support   bigint not null,
    primary key (trial_id, label)
);
comment on table class_metric is 'Precision, recall and F1 of each class; 0 where it would divide by 0.';

create table model (
    trial_id    text primary key,
    attempt     integer not null,
    epoch       integer not null,
    sha256      text not null,
    safetensors bytea not null
);
comment on table model is 'The trained weights as a safetensors file.';
-- Weights do not compress.
alter table model alter column safetensors set storage external;

create table event_offset (
    topic       text not null,
    partition   integer not null,
    next_offset bigint not null,
    primary key (topic, partition)
);
comment on table event_offset is 'How far each partition is recorded: written in the transaction of what it holds.';

create view trial_summary as
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
       coalesce(t.completed_at, t.failed_at, t.cancelled_at,
                case when t.state = 'cancelled' then t.experiment_cancelled_at end) as finished_at,
       v.occurred_at                                       as evaluated_at,
       p.occurred_at                                       as last_epoch_at,
       t.failure_kind,
       t.failure_reason
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
comment on view trial_summary is 'A row a trial: hyperparameters, progress and results.';

create view experiment_summary as
select e.experiment_id,
       e.name,
       case
           when c.total = c.queued then 'queued'
           when c.queued + c.running > 0 or c.completed > c.evaluated then 'running'
           when e.cancelled_at is not null then 'cancelled'
           when c.failed > 0 then 'failed'
           else 'completed'
       end as state,
       e.submitted_at,
       e.cancelled_at,
       c.started_at,
       case when c.queued + c.running = 0 and c.completed = c.evaluated then c.finished_at end as finished_at,
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
       b.test_accuracy as best_accuracy
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
           coalesce(sum(s.epochs - s.epoch) filter (where s.state in ('queued', 'running')), 0) as epochs_left,
           coalesce(sum(s.seconds), 0)                                  as seconds_done
    from trial_summary s where s.experiment_id = e.experiment_id) c on true
left join lateral (
    select s.trial_id, s.test_accuracy from trial_summary s
    where s.experiment_id = e.experiment_id and s.test_accuracy is not null
    order by s.test_accuracy desc, s.number limit 1) b on true
where e.specification is not null;
comment on view experiment_summary is 'A row an experiment: state, counts of its trials, progress and best result.';

create view leaderboard as
select row_number() over (partition by s.dataset order by s.test_accuracy desc, s.test_loss, s.trial_id) as rank,
       s.dataset, s.experiment, s.trial_id, s.test_accuracy, s.test_loss, s.hidden, s.activation, s.optimizer,
       s.learning_rate, s.batch_size, s.epochs, s.seed, s.device, s.seconds
from trial_summary s
where s.test_accuracy is not null;
comment on view leaderboard is 'Evaluated trials of each dataset, the most accurate first.';
