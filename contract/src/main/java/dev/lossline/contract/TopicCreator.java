package dev.lossline.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Brings topics into being as {@link Topic} says, however many services do so at once and how often. */
public final class TopicCreator {
    private static final System.Logger LOG = System.getLogger(TopicCreator.class.getName());

    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(500);

    private final Admin admin;

    public TopicCreator(Admin admin) {
        this.admin = admin;
    }

    /**
     * Creates what is missing and sets the settings that differ. Where all is as it should be, it only asks: who may
     * read topics' settings needs no right to change them.
     *
     * @throws KafkaException where the broker refuses, naming the topic
     * @throws InterruptedException where the thread is interrupted meanwhile
     */
    public void ensure(Collection<Topic> topics) throws InterruptedException {
        Map<ConfigResource, KafkaFuture<Config>> asked = admin.describeConfigs(
                        topics.stream().map(TopicCreator::resource).toList())
                .values();
        List<Topic> missing = new ArrayList<>();
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        for (Topic topic : topics) {
            ConfigResource resource = resource(topic);
            try {
                List<AlterConfigOp> differing =
                        differing(topic, asked.get(resource).get());
                if (!differing.isEmpty()) {
                    changes.put(resource, differing);
                }
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw new KafkaException("cannot ask for the settings of " + topic.name(), e.getCause());
                }
                missing.add(topic);
            }
        }
        create(missing);
        configure(changes);
    }

    /**
     * As {@link #ensure}, waiting for a broker that cannot be reached yet, or does not know yet what this service may do:
     * in a cluster, operators make topics and rights while services start.
     *
     * @throws InterruptedException where the thread is interrupted meanwhile
     */
    public void ensureOnceThere(Collection<Topic> topics) throws InterruptedException {
        while (true) {
            try {
                ensure(topics);
                return;
            } catch (KafkaException e) {
                if (!(e.getCause() instanceof RetriableException || e.getCause() instanceof AuthorizationException)) {
                    throw e;
                }
                LOG.log(
                        System.Logger.Level.WARNING,
                        "Waiting for Kafka: {0}",
                        e.getCause().getMessage());
                Thread.sleep(BETWEEN_ATTEMPTS);
            }
        }
    }

    private void create(List<Topic> missing) throws InterruptedException {
        List<NewTopic> wanted = missing.stream()
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
    }

    private void configure(Map<ConfigResource, Collection<AlterConfigOp>> changes) throws InterruptedException {
        try {
            admin.incrementalAlterConfigs(changes).all().get();
        } catch (ExecutionException e) {
            throw new KafkaException("cannot configure " + changes.keySet(), e.getCause());
        }
    }

    private static List<AlterConfigOp> differing(Topic topic, Config there) {
        return topic.config().entrySet().stream()
                .filter(setting -> there.get(setting.getKey()) == null
                        || !setting.getValue()
                                .equals(there.get(setting.getKey()).value()))
                .map(setting -> new AlterConfigOp(
                        new ConfigEntry(setting.getKey(), setting.getValue()), AlterConfigOp.OpType.SET))
                .toList();
    }

    private static ConfigResource resource(Topic topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
    }
}
