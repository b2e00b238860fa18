package dev.lossline.evaluator.recording;

import dev.lossline.evaluator.database.Database;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready unless a transaction is being retried: a database with a full disk still accepts connections, but no data. */
@Readiness
@Singleton
class RecordingReadiness implements HealthCheck {
    private final Database database;

    RecordingReadiness(Database database) {
        this.database = database;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("recording")
                .status(database.waitsFor().isEmpty());
        database.waitsFor().ifPresent(reason -> response.withData("waits for the database", reason));
        return response.build();
    }
}
