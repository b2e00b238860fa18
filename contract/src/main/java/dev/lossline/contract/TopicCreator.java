package dev.lossline.contract;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;

/** Brings topics into being as {@link Topic} says, however many services do so at once and how often. */
public final class TopicCreator {
    private static final System.Logger LOG = System.getLogger(TopicCreator.class.getName());

    private final Admin admin;

    public TopicCreator(Admin admin) {
        this.admin = admin;
    }

    /**
     * Creates what is missing and sets the settings of what is there.
     *
     * @throws KafkaException where the broker refuses, naming the topic
     * @throws InterruptedException where the thread is interrupted meanwhile
     */
    public void ensure(Collection<Topic> topics) throws InterruptedException {
        List<NewTopic> wanted = topics.stream()
                .map(t -> new NewTopic(t.name(), Optional.of(t.partitions()), Optional.empty()).configs(t.config()))
                .toList();
        for (var creation : admin.createTopics(wanted).values().entrySet()) {
            try {
                creation.getValue().get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw new KafkaException("cannot create the topic " + creation.getKey(), e.getCause());
                }
            }
        }
        configure(topics);
    }

    /**
     * As {@link #ensure}, waiting for a broker that cannot be reached yet.
     *
     * @throws InterruptedException where the thread is interrupted meanwhile
     */
    public void ensureOnceThere(Collection<Topic> topics) throws InterruptedException {
        while (true) {
            try {
                ensure(topics);
                return;
            } catch (KafkaException e) {
                if (!(e.getCause() instanceof RetriableException)) {
                    throw e;
                }
                LOG.log(
                        System.Logger.Level.WARNING,
                        "Waiting for Kafka: {0}",
                        e.getCause().getMessage());
            }
        }
    }

    private void configure(Collection<Topic> topics) throws InterruptedException {
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        for (Topic topic : topics) {
            List<AlterConfigOp> settings = new ArrayList<>();
            topic.config()
                    .forEach((key, value) ->
                            settings.add(new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET)));
            changes.put(new ConfigResource(ConfigResource.Type.TOPIC, topic.name()), settings);
        }
        try {
            admin.incrementalAlterConfigs(changes).all().get();
        } catch (ExecutionException e) {
            throw new KafkaException("cannot configure " + changes.keySet(), e.getCause());
        }
    }
}
