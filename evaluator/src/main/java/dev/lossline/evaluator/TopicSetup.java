package dev.lossline.evaluator;

import dev.lossline.contract.Topic;
import dev.lossline.contract.TopicCreator;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** Creates the topics before the channels that read them are opened. */
@ApplicationScoped
class TopicSetup {
    private final Map<String, Object> broker;

    TopicSetup(@Identifier("default-kafka-broker") Map<String, Object> broker) {
        this.broker = broker;
    }

    void beforeChannels(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event)
            throws InterruptedException {
        try (Admin admin = Admin.create(broker)) {
            new TopicCreator(admin).ensureOnceThere(Topic.ALL);
        }
    }
}
