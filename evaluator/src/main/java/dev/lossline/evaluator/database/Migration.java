package dev.lossline.evaluator.database;

import dev.lossline.contract.topic.StartWait;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import org.flywaydb.core.Flyway;

/**
 * Migrates the tables before anything else starts. Quarkus would do it in a phase of the start in which a service that
 * waits for its database cannot be stopped. Quarkus still drops the tables first if
 * {@code quarkus.flyway.clean-at-start} is set.
 */
@ApplicationScoped
public class Migration {
    private static final int BEFORE_TOPICS = Interceptor.Priority.PLATFORM_BEFORE - 1;

    private final Flyway flyway;

    Migration(Flyway flyway) {
        this.flyway = flyway;
    }

    void beforeTopics(@Observes @Priority(BEFORE_TOPICS) StartupEvent event) throws InterruptedException {
        StartWait.whileStarting(flyway::migrate);
    }
}
