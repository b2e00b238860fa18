-- Two experiments: a completed one on both devices, with reference values and a validation split, and a running one.
insert into experiment (experiment_id, name, specification, submitted_at) values
('00000000-0000-7000-8000-000000000001', 'both devices', '{
   "name": "both devices", "dataset": "mnist", "model": {"hidden": [128], "activation": "relu"},
   "training": {"epochs": 6, "batchSize": 64, "optimizer": {"type": "sgd", "learningRate": 0.01}},
   "device": ["cpu", "gpu"], "seeds": [0],
   "reference": {"source": "a paper", "results": [
     {"where": {"model.hidden": [128], "device": "cpu"}, "loss": 0.34, "seconds": 55.0},
     {"where": {}, "accuracy": 0.9}]}}', now() - interval '20 minutes'),
('00000000-0000-7000-8000-000000000002', 'learning rate', '{
   "name": "learning rate", "dataset": "mnist", "seeds": [0]}', now() - interval '5 minutes');

insert into trial (trial_id, experiment_id, number, dataset, hidden, activation, epochs, batch_size, validation_split,
                   optimizer, learning_rate, seed, device, specification, varied, requested_at, started_at,
                   completed_at, training_loss, seconds)
select '00000000-0000-7000-8000-000000000001.' || number, '00000000-0000-7000-8000-000000000001', number, 'mnist',
       array[hidden], 'relu', 6, 64, 0.1, 'sgd', 0.01, 0, device,
       json_build_object('seed', 0, 'device', device, 'model', json_build_object('hidden', array[hidden])),
       json_build_object('model.hidden', array[hidden], 'device', device),
       now() - interval '20 minutes', now() - interval '19 minutes', now() - interval '10 minutes',
       0.3 + number / 100.0, 60.0 / number
from (values (1, 128, 'cpu'), (2, 128, 'gpu'), (3, 512, 'cpu'), (4, 512, 'gpu'), (11, 1024, 'cpu'), (12, 1024, 'gpu'))
  as t (number, hidden, device);

insert into trial (trial_id, experiment_id, number, dataset, hidden, activation, epochs, batch_size, validation_split,
                   optimizer, learning_rate, seed, device, specification, varied, requested_at, started_at, failed_at,
                   failure_kind, failure_reason)
select '00000000-0000-7000-8000-000000000002.' || number, '00000000-0000-7000-8000-000000000002', number, 'mnist',
       array[]::integer[], 'relu', 10, 64, 0, 'sgd', rate, 0, 'cpu', '{"seed": 0}',
       json_build_object('training.optimizer.learningRate', rate),
       now() - interval '5 minutes',
       case when number < 3 then now() - interval '4 minutes' end,
       case when number = 2 then now() - interval '3 minutes' end,
       case when number = 2 then 'diverged' end, case when number = 2 then 'the loss is NaN in epoch 5' end
from (values (1, 0.1), (2, 10), (3, 0.01)) as t (number, rate);

insert into attempt (trial_id, attempt, started_at, device, host, device_name, resumed_from, dataset_sha256,
                     djl_version, pytorch_version, java_version)
select trial_id, attempt, started_at, device, 'host-' || device,
       case device when 'gpu' then 'NVIDIA H100' else 'AMD EPYC' end, (attempt - 1) * 2, repeat('ab', 32),
       '0.32.0', '2.5.1', '25.0.3'
from trial cross join generate_series(1, 2) as attempt where started_at is not null;
update trial set started_attempt = 2 where started_at is not null;
update trial set failed_attempt = 2 where failed_at is not null;

insert into epoch (trial_id, epoch, attempt, occurred_at, training_loss, validation_loss, validation_accuracy, seconds,
                   samples_per_second)
select trial_id, epoch, 1, started_at + epoch * interval '10 seconds', 2.3 / epoch,
       case when validation_split > 0 then 2.4 / epoch end,
       case when validation_split > 0 then 1 - 0.5 / epoch end,
       case device when 'cpu' then 2.0 else 0.5 end, case device when 'cpu' then 30000 else 120000 end
from trial cross join lateral generate_series(1, case when completed_at is null then 4 else epochs end) as epoch
where started_at is not null;

insert into evaluation (trial_id, attempt, occurred_at, examples, loss, accuracy, model_sha256)
select trial_id, 1, completed_at, 10000, 0.3, 0.9 + number / 1000.0, repeat('cd', 32)
from trial where completed_at is not null;

insert into confusion (trial_id, actual, predicted, count)
select trial_id, actual, predicted, case when actual = predicted then 950 else 5 + predicted end
from evaluation cross join generate_series(0, 9) as actual cross join generate_series(0, 9) as predicted;

insert into class_metric (trial_id, label, precision, recall, f1, support)
select trial_id, label, 0.9, 0.95, 0.92, 1000 from evaluation cross join generate_series(0, 9) as label;

insert into model (trial_id, attempt, epoch, sha256, safetensors)
select trial_id, 1, 6, repeat('cd', 32), '\x00' from evaluation;
