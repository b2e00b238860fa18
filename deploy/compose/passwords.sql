-- Replaces the passwords in roles.sql by those that start-postgres generated.
\set writer `cat /run/lossline/writer`
\set reader `cat /run/lossline/reader`
alter role lossline_writer password :'writer';
alter role lossline_reader password :'reader';
