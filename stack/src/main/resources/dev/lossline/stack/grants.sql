-- Privileges in the database lossline. Run once in that database by a superuser.
alter database lossline owner to lossline_writer;
-- Compiling a query takes longer than running it: the planner does not know how little of a view is asked for.
alter database lossline set jit = off;
alter schema public owner to lossline_writer;
revoke create on schema public from public;
grant usage on schema public to lossline_reader;
alter default privileges for role lossline_writer grant select on tables to lossline_reader;
alter default privileges for role lossline_writer grant usage on schemas to lossline_reader;
alter role lossline_reader set default_transaction_read_only = on;
