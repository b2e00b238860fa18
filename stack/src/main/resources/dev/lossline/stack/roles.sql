-- Who connects to the database lossline. Run once by its superuser, before grants.sql: by PostgresServer of this module,
-- and by docker compose (docker-entrypoint-initdb.d); in Kubernetes, CloudNativePG makes them.
-- The passwords keep nobody out who can run this; the server listens on loopback or in a private network only.
create role lossline_writer login password 'lossline_writer';
create role lossline_reader login password 'lossline_reader';
