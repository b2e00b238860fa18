-- Specifications as they are on the log: json keeps the order of keys and the spelling of numbers, which jsonb does not
-- (1.0E7 becomes 10000000, -0.0 becomes 0.0). Rows from before keep what jsonb made of them until the tables are rebuilt:
-- docs/upgrades.md. The views stay as they are, but have to be made again around columns of another type.

do $$
declare
    trials      text := pg_get_viewdef('trial_summary'::regclass);
    experiments text := pg_get_viewdef('experiment_summary'::regclass);
begin
    drop view experiment_summary;
    drop view trial_summary;
    alter table experiment
        alter column specification type json using specification::json;
    alter table trial
        alter column specification type json using specification::json,
        alter column varied type json using varied::json;
    execute 'create view trial_summary as ' || trials;
    execute 'create view experiment_summary as ' || experiments;
end
$$;

comment on view trial_summary is 'A row a trial: hyperparameters, progress and results.';
comment on view experiment_summary is 'A row an experiment: state, counts of its trials, progress and best result.';
comment on column experiment.specification is 'The specification as submitted, with every default filled in.';
comment on column trial.specification is 'Everything that decides how the trial goes.';
comment on column trial.varied is 'Values of the keys that differ between the trials of the experiment, by path, in the order of the grid.';
