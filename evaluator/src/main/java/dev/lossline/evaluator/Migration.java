package dev.lossline.evaluator;

import dev.lossline.contract.StartWait;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import org.flywaydb.core.Flyway;

/**
 * Makes the tables those of this version, before anything else starts. Quarkus would do it in a part of the start in
 * which a service that waits for its database cannot be told to end. To drop the tables first, where
 * {@code quarkus.flyway.clean-at-start} says so, is still its part.
 */
@ApplicationScoped
class Migration {
    private static final int BEFORE_TOPICS = Interceptor.Priority.PLATFORM_BEFORE - 1;

    private final Flyway flyway;

    Migration(Flyway flyway) {
        this.flyway = flyway;
    }

    void beforeTopics(@Observes @Priority(BEFORE_TOPICS) StartupEvent event) throws InterruptedException {
        StartWait.whileStarting(flyway::migrate);
    }
}
