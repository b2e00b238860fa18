package dev.lossline.evaluator.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lossline.testing.PostgresResource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** Views that are written for speed show the same as their plain definitions. Each test has a schema of its own. */
class ViewsIT {
    /**
     * An experiment for every set of kinds of trials, the empty set included, both cancelled and not: bit n of an
     * experiment's number stands for the n-th kind. The fifth kind is how recorders before the sixth migration left an
     * evaluated trial.
     */
    private static final String EVERY_MIX_OF_TRIALS = """
            insert into experiment (experiment_id, name, specification, submitted_at, cancelled_at)
            select lpad(to_hex(n), 32, '0')::uuid, 'mix', '{}', now(), case when n >= 512 then now() end
            from generate_series(0, 1023) n;
            create table kind as
            select * from (values
                (0, 'queued',              null,  null,  false, false, null, null,  null),
                (1, 'running',             1,     null,  false, false, null, null,  null),
                (2, 'paused',              1,     null,  false, false, null, now(), null),
                (3, 'evaluated',           1,     now(), true,  true,  null, null,  null),
                (4, 'evaluated, not told', 1,     now(), false, true,  null, null,  null),
                (5, 'completed',           1,     now(), false, false, null, null,  null),
                (6, 'failed',              1,     null,  false, false, 1,    null,  null),
                (7, 'cancelled',           1,     null,  false, false, null, null,  now()),
                (8, 'evaluation failed',   1,     now(), false, false, null, null,  null))
                k (bit, kind, started_attempt, completed_at, told, evaluated, failed_attempt, paused_at, cancelled_at);
            create table mixed as
            select e.experiment_id || '.' || row_number() over (partition by e.experiment_id order by k.bit) as trial_id,
                   e.experiment_id, row_number() over (partition by e.experiment_id order by k.bit) as number, k.*
            from generate_series(0, 1023) n
            join experiment e on e.experiment_id = lpad(to_hex(n), 32, '0')::uuid
            join kind k on n & (1 << k.bit) > 0;
            insert into trial (trial_id, experiment_id, number, epochs, started_attempt, completed_at, evaluated,
                               failed_attempt, experiment_paused_at, cancelled_at, failed_evaluation)
            select trial_id, experiment_id, number, 1, started_attempt, completed_at, told, failed_attempt, paused_at,
                   cancelled_at, case when kind = 'evaluation failed' then 1 end
            from mixed;
            insert into evaluation (trial_id, attempt, occurred_at, examples, loss, accuracy, model_sha256)
            select trial_id, 1, now(), 10, 0.5, 0.9, 'ab' from mixed where evaluated;
            analyze""";

    /** Three experiments, one of them not submitted yet as far as is recorded, with many equal accuracies and losses. */
    private static final String TIES = """
            insert into experiment (experiment_id, name, specification, submitted_at)
            select lpad(n::text, 32, '0')::uuid, 'experiment ' || n, json_build_object('dataset', dataset), now()
            from (values (1, 'mnist'), (2, 'fashion-mnist')) e (n, dataset);
            insert into trial (trial_id, experiment_id, number, dataset, hidden, learning_rate, seconds)
            select lpad(n::text, 32, '0')::uuid || '.' || i, lpad(n::text, 32, '0')::uuid, i, dataset, array[i], 0.1 * i, i
            from (values (1, 'mnist'), (2, 'fashion-mnist'), (3, null)) e (n, dataset), generate_series(1, 60) i;
            insert into evaluation (trial_id, attempt, occurred_at, examples, loss, accuracy, model_sha256)
            select trial_id, 1, now(), 10, number % 4 * 0.25, case when number % 5 = 0 then 'NaN'::float8 else number % 3 end, 'ab'
            from trial where number % 7 > 0;
            analyze""";

    private static final String PLAIN_LEADERBOARD = """
            select row_number() over (partition by t.dataset order by v.accuracy desc, v.loss, t.trial_id) as rank,
                   t.dataset, e.name as experiment, t.trial_id, v.accuracy as test_accuracy, v.loss as test_loss, t.hidden,
                   t.activation, t.optimizer, t.learning_rate, t.batch_size, t.epochs, t.seed, t.device, t.seconds
            from evaluation v
            join trial t on t.trial_id = v.trial_id
            left join experiment e on e.experiment_id = t.experiment_id""";

    @Test
    void anExperimentHasTheSameStateInListsAsInItsSummary() throws Exception {
        try (Connection connection = migrated("states")) {
            execute(connection, EVERY_MIX_OF_TRIALS);

            assertThat(rows(connection, "select distinct state from experiment_list order by state"))
                    .containsExactly("(cancelled)", "(completed)", "(failed)", "(paused)", "(queued)", "(running)");
            assertThat(rows(connection, """
                    select experiment_id, s.state as summary, l.state as list
                    from experiment_summary s full join experiment_list l using (experiment_id)
                    where s.state is distinct from l.state""")).isEmpty();
        }
    }

    @Test
    void theLeaderboardRanksByAccuracyThenLossThenTrial() throws Exception {
        try (Connection connection = migrated("ranks")) {
            execute(connection, TIES);

            for (String condition : List.of(
                    "true",
                    "rank <= 10",
                    "dataset = 'mnist'",
                    "dataset = 'mnist' and rank <= 10",
                    "dataset = 'fashion-mnist' and rank = 1",
                    "dataset is null",
                    "experiment = 'experiment 2'")) {
                String where = " r where " + condition + " order by dataset, rank";
                assertThat(rows(connection, "select * from leaderboard" + where))
                        .as(condition)
                        .isNotEmpty()
                        .isEqualTo(rows(connection, "select * from (" + PLAIN_LEADERBOARD + ")" + where));
            }
        }
    }

    @Test
    void theBestTrialIsTheFirstOfTheMostAccurate() throws Exception {
        try (Connection connection = migrated("best")) {
            execute(connection, TIES);

            assertThat(rows(connection, """
                    select experiment_id, best_trial, best_accuracy from experiment_summary order by experiment_id""")).hasSize(2).isEqualTo(rows(connection, """
                    select distinct on (t.experiment_id) t.experiment_id, t.trial_id, v.accuracy
                    from evaluation v join trial t on t.trial_id = v.trial_id
                    where t.dataset is not null order by t.experiment_id, v.accuracy desc, t.number"""));
        }
    }

    private static Connection migrated(String schema) throws SQLException {
        Flyway.configure()
                .dataSource(PostgresResource.jdbcUrl(), PostgresResource.WRITER, PostgresResource.WRITER)
                .defaultSchema("views_" + schema)
                .load()
                .migrate();
        return DriverManager.getConnection(
                PostgresResource.jdbcUrl() + "?currentSchema=views_" + schema,
                PostgresResource.WRITER,
                PostgresResource.WRITER);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Whole rows as text. */
    private static List<String> rows(Connection connection, String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                var result = statement.executeQuery("select row_text::text from (" + sql + ") row_text")) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        }
        return rows;
    }
}
