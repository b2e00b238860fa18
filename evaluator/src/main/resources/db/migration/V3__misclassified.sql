-- Which test examples a model takes for another class: a row a cell of the confusion matrix beside its diagonal, as
-- events have them since this version. A trial that was evaluated before has no rows here.

create table misclassified (
    trial_id     text not null,
    actual       integer not null,
    predicted    integer not null,
    test_indexes integer[] not null,
    primary key (trial_id, actual, predicted)
);
comment on table misclassified is 'Test examples of a class that were predicted as another: the first dozen of each cell.';
comment on column misclassified.test_indexes is 'Their indexes in the test split, from 0, ascending; empty where there is none.';
