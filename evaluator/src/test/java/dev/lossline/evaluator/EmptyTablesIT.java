package dev.lossline.evaluator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lossline.testing.KafkaResource;
import dev.lossline.testing.PostgresResource;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The start that a rebuild is: docs/reliability.md. */
@QuarkusTest
@TestProfile(EmptyTablesIT.Rebuild.class)
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(PostgresResource.class)
class EmptyTablesIT {
    public static final class Rebuild implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.flyway.clean-at-start", "true");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(Before.class));
        }
    }

    /** The content of the database when the evaluator starts. */
    public static final class Before implements QuarkusTestResourceLifecycleManager {
        @Override
        public Map<String, String> start() {
            try (Connection connection = DriverManager.getConnection(
                            PostgresResource.jdbcUrl(), PostgresResource.WRITER, PostgresResource.WRITER);
                    Statement statement = connection.createStatement()) {
                statement.execute("create table of_before ()");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            return Map.of();
        }

        @Override
        public void stop() {}
    }

    @Inject
    AgroalDataSource dataSource;

    @Test
    void dropsAndRecreatesTheTables() throws Exception {
        assertThat(new Results(dataSource, new UUID(0, 0)).rows("""
                        select table_name from information_schema.tables where ? is not null and table_schema = 'public'"""))
                .contains("experiment", "trial", "event_offset")
                .doesNotContain("of_before");
    }
}
