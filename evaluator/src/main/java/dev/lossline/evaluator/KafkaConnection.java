package dev.lossline.evaluator;

import dev.lossline.contract.topic.EventPublisher;
import dev.lossline.contract.topic.ServiceMetrics;
import dev.lossline.contract.topic.Topic;
import dev.lossline.contract.topic.TopicCreator;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.kafka.clients.admin.Admin;

/** Kafka access besides the channels: creates topics before the channels open, and publishes results. */
@ApplicationScoped
class KafkaConnection {
    /** Practically unlimited: there is no caller to report the outage to. */
    private static final Duration PUBLISH_TIMEOUT = Duration.ofDays(7);

    private final Map<String, Object> broker;
    private final OptionalInt topicReplication;

    KafkaConnection(@Identifier("default-kafka-broker") Map<String, Object> broker, EvaluatorConfig config) {
        this.broker = broker;
        this.topicReplication = config.topicReplication();
    }

    void beforeChannels(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event)
            throws InterruptedException {
        Admin admin = Admin.create(broker);
        try {
            new TopicCreator(admin, topicReplication).ensureOnceThere(Topic.ALL);
        } finally {
            // Without a timeout, close waits for calls that an unreachable broker never answers.
            admin.close(Duration.ZERO);
        }
    }

    @Produces
    @Singleton
    EventPublisher publisher(MeterRegistry meters) {
        EventPublisher publisher = new EventPublisher(broker, PUBLISH_TIMEOUT);
        ServiceMetrics.ofPublisher(publisher, meters);
        ServiceMetrics.ofProcess(meters);
        return publisher;
    }

    void close(@Disposes EventPublisher publisher) {
        publisher.close();
    }
}
