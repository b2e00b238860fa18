-- What a stack holds after years of use, in addition to fill.sql: 3,999 older experiments of one trial each, and a recent
-- one of 20,000 trials, half of which are trained and 100 are running. All are copies of existing trials.
create or replace function pg_temp.id(e integer) returns uuid language sql immutable as
$$ select ('01a00000-0000-7000-8000-' || lpad(to_hex(e), 12, '0'))::uuid $$;

insert into experiment (experiment_id, name, specification, submitted_at)
select pg_temp.id(e), 'sweep ' || e, specification,
       case e when 5000 then now() - interval '90 minutes' else now() - e * interval '1 hour' end
from experiment cross join generate_series(1001, 5000) e
where experiment_id = pg_temp.id(1);

create temporary table copied as
select pg_temp.id(e) as experiment_id, pg_temp.id(e) || '.1' as trial_id, 1 as number, pg_temp.id(1) || '.1' as original,
       true as started, true as completed
from generate_series(1001, 4999) e
union all
select pg_temp.id(5000), pg_temp.id(5000) || '.' || n, n, pg_temp.id(1) || '.' || 1 + n % 20, n <= 10100, n <= 10000
from generate_series(1, 20000) n;
create index on copied (trial_id);
analyze copied;

insert into trial (trial_id, experiment_id, number, dataset, hidden, activation, epochs, batch_size, validation_split,
                   optimizer, learning_rate, seed, device, specification, varied, requested_at, started_at,
                   started_attempt, completed_at, training_loss, seconds)
select c.trial_id, c.experiment_id, c.number, dataset, hidden, activation, epochs, batch_size, validation_split,
       optimizer, learning_rate, c.number / 20, device, specification, varied, requested_at,
       case when c.started then started_at end, case when c.started then 1 end,
       case when c.completed then completed_at end, case when c.completed then training_loss end,
       case when c.completed then seconds end
from copied c join trial t on t.trial_id = c.original;

insert into attempt
select c.trial_id, attempt, a.started_at, device, host, device_name, resumed_from, dataset_sha256, djl_version,
       pytorch_version, java_version
from copied c join attempt a on a.trial_id = c.original where c.started;

insert into epoch
select c.trial_id, epoch, attempt, occurred_at, training_loss, validation_loss, validation_accuracy, seconds,
       samples_per_second
from copied c join epoch p on p.trial_id = c.original
where c.completed or c.started and epoch <= 25;

insert into evaluation (trial_id, attempt, occurred_at, examples, loss, accuracy, model_sha256)
select c.trial_id, attempt, occurred_at, examples, loss, accuracy - 0.0000001 * c.number, model_sha256
from copied c join evaluation v on v.trial_id = c.original where c.completed;
do $$
begin
    if exists (select from information_schema.columns where table_name = 'trial' and column_name = 'evaluated') then
        update trial set evaluated = true from evaluation v where v.trial_id = trial.trial_id;
    end if;
end $$;

-- The queries read only these.
insert into confusion
select c.trial_id, actual, predicted, count
from copied c join confusion f on f.trial_id = c.original where c.completed and c.number <= 100;
insert into class_metric
select c.trial_id, label, precision, recall, f1, support
from copied c join class_metric m on m.trial_id = c.original where c.completed and c.number <= 100;
vacuum analyze
