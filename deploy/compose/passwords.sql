-- The passwords that start-postgres made, in place of those of roles.sql.
\set writer `cat /run/lossline/writer`
\set reader `cat /run/lossline/reader`
alter role lossline_writer password :'writer';
alter role lossline_reader password :'reader';
