-- Roles that connect to the database lossline. Run once by a superuser before grants.sql: by PostgresServer of this module,
-- and by docker compose (docker-entrypoint-initdb.d). In Kubernetes, CloudNativePG creates the roles.
-- The passwords are not secret; the server listens on loopback or in a private network only.
create role lossline_writer login password 'lossline_writer';
create role lossline_reader login password 'lossline_reader';
