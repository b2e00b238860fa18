package dev.lossline.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lossline.deploy.Manifests.Kind;
import dev.lossline.specification.Device;
import dev.lossline.testing.PostgresResource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Runs KEDA's queries on the real schema with its role. */
@NeedsKustomize
class ScalingQueryIT {
    private static final String EXPERIMENT = "019a0000-0000-7000-8000-00000000000a";

    @BeforeAll
    static void fill() throws SQLException {
        Flyway.configure()
                .dataSource(PostgresResource.jdbcUrl(), PostgresResource.WRITER, PostgresResource.WRITER)
                .load()
                .migrate();
        int number = 0;
        try (Connection writer = connect(PostgresResource.WRITER)) {
            for (String facts : new String[] {
                "",
                "started_at = now(), started_attempt = 1",
                "completed_at = now(), started_attempt = 1",
                "failed_at = now(), failed_attempt = 1, started_attempt = 1",
                "failed_at = now(), failed_attempt = 1, started_attempt = 1, retried_attempt = 1",
                "cancelled_at = now()",
                "experiment_cancelled_at = now()",
                "experiment_paused_at = now()"
            }) {
                for (Device device : Device.values()) {
                    insert(writer, ++number, device, facts);
                }
            }
            insert(writer, ++number, Device.CPU, "");
        }
    }

    /** Of eight states three want a trainer: queued, running, and failed but asked for again. */
    @Test
    void onlyUnfinishedTrialsCount() throws SQLException {
        assertThat(count(Device.CPU)).isEqualTo(4);
        assertThat(count(Device.GPU)).isEqualTo(3);
    }

    /** KEDA runs the query every few seconds, even with a hundred thousand finished trials. */
    @Test
    void itReadsAnIndexOfUnfinishedTrialsOnly() throws SQLException {
        try (Connection reader = connect(PostgresResource.READER);
                var statement = reader.createStatement()) {
            statement.execute("set enable_seqscan = off");
            StringBuilder plan = new StringBuilder();
            var rows = statement.executeQuery("explain " + query(Device.CPU));
            while (rows.next()) {
                plan.append(rows.getString(1)).append('\n');
            }
            assertThat(plan).contains("trial_unfinished");
        }
    }

    private static String query(Device device) {
        JsonNode job = Manifests.of("gpu").one(Kind.ScaledJob, "trainer-" + device.id());
        return job.at("/spec/triggers/0/metadata/query").asText();
    }

    private static int count(Device device) throws SQLException {
        try (Connection reader = connect(PostgresResource.READER);
                var statement = reader.createStatement()) {
            // AclIT's trials are in the same tables.
            String ours = query(device)
                    .replace(
                            " from trial ",
                            " from (select * from trial where experiment_id = '" + EXPERIMENT + "') t ");
            var rows = statement.executeQuery(ours);
            rows.next();
            return rows.getInt(1);
        }
    }

    private static void insert(Connection writer, int number, Device device, String facts) throws SQLException {
        String id = EXPERIMENT + "." + number;
        try (var statement = writer.createStatement()) {
            statement.execute(
                    "insert into trial (trial_id, experiment_id, number, device) values ('%s', '%s', %d, '%s')"
                            .formatted(id, EXPERIMENT, number, device.id()));
            if (!facts.isEmpty()) {
                statement.execute("update trial set " + facts + " where trial_id = '" + id + "'");
            }
        }
    }

    private static Connection connect(String role) throws SQLException {
        return DriverManager.getConnection(PostgresResource.jdbcUrl(), role, role);
    }
}
