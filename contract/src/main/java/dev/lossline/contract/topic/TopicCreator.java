package dev.lossline.contract.topic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
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
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Creates and configures topics as {@link Topic} defines them. Any number of services can do so concurrently and
 * repeatedly.
 */
public final class TopicCreator {
    private static final System.Logger LOG = System.getLogger(TopicCreator.class.getName());

    private static final Duration RETRY_DELAY = Duration.ofMillis(500);

    /** With at least three replicas, one broker can be down without losing acknowledged messages. */
    private static final int REPLICAS_OF_A_CLUSTER = 3;

    private final Admin admin;
    private final OptionalInt replication;

    /** Creates topics with the broker's default replication factor. */
    public TopicCreator(Admin admin) {
        this(admin, OptionalInt.empty());
    }

    /**
     * Creates topics with a given replication factor; existing topics keep their replicas.
     *
     * @param replication the replication factor of new topics; with three or more, two replicas must acknowledge a
     *     write. Empty for the broker's defaults.
     */
    public TopicCreator(Admin admin, OptionalInt replication) {
        if (replication.isPresent() && replication.getAsInt() < 1) {
            throw new IllegalArgumentException(
                    "the replication factor is " + replication.getAsInt() + ", must be at least 1");
        }
        this.admin = admin;
        this.replication = replication;
    }

    /**
     * Creates missing topics and updates settings that differ. If nothing has to change, it only reads, which does not
     * require permission to alter topics.
     *
     * @throws KafkaException if the broker rejects a change, naming the topic
     * @throws InterruptedException if the thread is interrupted
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
     * Like {@link #ensure}, but waits for an unreachable broker, for enough brokers for the replicas, and for
     * permissions: in a cluster, operators create topics and permissions while services start.
     *
     * @throws InterruptedException if the thread is interrupted or the JVM shuts down
     */
    public void ensureOnceThere(Collection<Topic> topics) throws InterruptedException {
        StartWait.whileStarting(() -> ensureUntilThere(topics));
    }

    private void ensureUntilThere(Collection<Topic> topics) throws InterruptedException {
        while (true) {
            try {
                ensure(topics);
                return;
            } catch (KafkaException e) {
                if (!passes(e.getCause())) {
                    throw e;
                }
                LOG.log(
                        System.Logger.Level.WARNING,
                        "Waiting for Kafka: {0}",
                        e.getCause().getMessage());
                Thread.sleep(RETRY_DELAY);
            }
        }
    }

    /** Whether the failure may be temporary: while a cluster starts, there may be too few brokers for the replicas. */
    private static boolean passes(Throwable cause) {
        return cause instanceof RetriableException
                || cause instanceof AuthorizationException
                || cause instanceof InvalidReplicationFactorException;
    }

    private NewTopic wanted(Topic topic) {
        Map<String, String> settings = new HashMap<>(topic.config());
        if (replication.orElse(1) >= REPLICAS_OF_A_CLUSTER) {
            settings.put("min.insync.replicas", "2");
        }
        Optional<Short> replicas =
                replication.isPresent() ? Optional.of((short) replication.getAsInt()) : Optional.empty();
        return new NewTopic(topic.name(), Optional.of(topic.partitions()), replicas).configs(settings);
    }

    private void create(List<Topic> missing) throws InterruptedException {
        List<NewTopic> wanted = missing.stream().map(this::wanted).toList();
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
