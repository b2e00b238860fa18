package dev.lossline.orchestrator;

import dev.lossline.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import org.flywaydb.core.Flyway;

/** The evaluator's schema in a real database, read as the orchestrator reads it. */
public class SchemaResource implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        Flyway.configure(SchemaResource.class.getClassLoader())
                .dataSource(PostgresResource.jdbcUrl(), PostgresResource.WRITER, PostgresResource.WRITER)
                .load()
                .migrate();
        return Map.of(
                "quarkus.datasource.jdbc.url", PostgresResource.jdbcUrl(),
                "quarkus.datasource.username", PostgresResource.READER,
                "quarkus.datasource.password", PostgresResource.READER);
    }

    @Override
    public void stop() {}
}
