-- 1,000 experiments with 20 trials of 50 epochs, as the recorder writes them, submitted an hour apart. Half of the
-- trials of the newest one are still running. Each model is a kilobyte of zeros, because models are only read by key.
create function pg_temp.id(e integer) returns uuid language sql immutable as
$$ select ('01a00000-0000-7000-8000-' || lpad(to_hex(e), 12, '0'))::uuid $$;
create function pg_temp.submitted(e integer) returns timestamptz language sql stable as
$$ select now() - (1001 - e) * interval '1 hour' $$;

insert into experiment (experiment_id, name, specification, submitted_at)
select pg_temp.id(e), 'sweep ' || e,
       json_build_object(
           'name', 'sweep ' || e,
           'dataset', 'mnist',
           'model', '{"hidden": [128], "activation": "relu"}'::json,
           'training', '{"epochs": 50, "batchSize": 64, "validationSplit": 0.1,
                         "optimizer": {"type": "sgd", "learningRate": 0.01}}'::json,
           'search', '{"grid": [{"training.optimizer.learningRate": [0.1, 0.05, 0.01, 0.005, 0.001],
                                 "model.hidden": [[], [128], [256], [512]]}]}'::json,
           'seeds', '[0]'::json, 'device', '["cpu"]'::json),
       pg_temp.submitted(e)
from generate_series(1, 1000) e;

insert into trial (trial_id, experiment_id, number, dataset, hidden, activation, epochs, batch_size, validation_split,
                   optimizer, learning_rate, seed, device, specification, varied, requested_at, started_at,
                   started_attempt, completed_at, training_loss, seconds)
select pg_temp.id(e) || '.' || n, pg_temp.id(e), n, 'mnist', hidden, 'relu', 50, 64, 0.1, 'sgd', rate, 0, 'cpu',
       json_build_object(
           'dataset', 'mnist', 'model', json_build_object('hidden', to_json(hidden), 'activation', 'relu'),
           'training', json_build_object('epochs', 50, 'batchSize', 64, 'validationSplit', 0.1, 'optimizer',
                                          json_build_object('type', 'sgd', 'learningRate', rate)),
           'seed', 0, 'device', 'cpu'),
       json_build_object('training.optimizer.learningRate', rate, 'model.hidden', to_json(hidden)),
       pg_temp.submitted(e), pg_temp.submitted(e) + n * interval '1 minute', 1,
       case when e < 1000 or n < 10 then pg_temp.submitted(e) + (n + 1) * interval '1 minute' end,
       case when e < 1000 or n < 10 then 0.3 + ((e * 20 + n) * 7919 % 1000) / 1000.0 end,
       case when e < 1000 or n < 10 then 50 end
from generate_series(1, 1000) e,
     lateral (select row_number() over ()::integer as n, rate, hidden
              from unnest(array[0.1, 0.05, 0.01, 0.005, 0.001]) rate,
                   (values (array[]::integer[]), (array[128]), (array[256]), (array[512])) h (hidden)) v;

insert into attempt (trial_id, attempt, started_at, device, host, device_name, resumed_from, dataset_sha256,
                     djl_version, pytorch_version, java_version)
select trial_id, 1, started_at, 'cpu', 'host-' || number % 4, 'AMD EPYC', 0, repeat('ab', 32), '0.36.0', '2.7.1', '25'
from trial;

insert into epoch
select trial_id, epoch, 1, started_at + epoch * interval '1 second', 2.3 / epoch + 0.1, 2.4 / epoch + 0.1,
       1 - 0.8 / epoch, 1, 54000
from trial cross join generate_series(1, 50) epoch;

insert into evaluation
select trial_id, 1, completed_at + interval '1 second', 10000, training_loss, 1 - training_loss / 10, repeat('cd', 32)
from trial where completed_at is not null;
insert into confusion
select trial_id, actual, predicted, case when actual = predicted then 950 else 5 end
from evaluation cross join generate_series(0, 9) actual cross join generate_series(0, 9) predicted;
insert into class_metric
select trial_id, label, 0.9, 0.95, 0.92, 1000 from evaluation cross join generate_series(0, 9) label;
insert into misclassified
select trial_id, actual, predicted, array[1, 2, 3] from confusion where actual <> predicted;
insert into model select trial_id, 1, 50, repeat('cd', 32), decode(repeat('00', 1024), 'hex') from evaluation;
vacuum analyze;
