package dev.lossline.evaluator;

import dev.lossline.contract.EventPublisher;
import dev.lossline.contract.ServiceMetrics;
import dev.lossline.contract.Topic;
import dev.lossline.contract.TopicCreator;
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

/** What of Kafka is used besides the channels: topics are created before those open, and results are published. */
@ApplicationScoped
class KafkaConnection {
    /** The log waits for its writers: there is nobody to tell that it is away. */
    private static final Duration PATIENCE = Duration.ofDays(7);

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
            // Without a time, it waits for calls that a broker which is not there never answers.
            admin.close(Duration.ZERO);
        }
    }

    @Produces
    @Singleton
    EventPublisher publisher(MeterRegistry meters) {
        EventPublisher publisher = new EventPublisher(broker, PATIENCE);
        ServiceMetrics.ofPublisher(publisher, meters);
        ServiceMetrics.ofProcess(meters);
        return publisher;
    }

    void close(@Disposes EventPublisher publisher) {
        publisher.close();
    }
}
