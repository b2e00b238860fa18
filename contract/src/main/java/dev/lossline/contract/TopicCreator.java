package dev.lossline.contract;

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

/** Brings topics into being as {@link Topic} says, however many services do so at once and how often. */
public final class TopicCreator {
    private static final System.Logger LOG = System.getLogger(TopicCreator.class.getName());

    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(500);

    /** From so many replicas on, one may be away without that a message that was acknowledged can be lost. */
    private static final int REPLICAS_OF_A_CLUSTER = 3;

    private final Admin admin;
    private final OptionalInt replication;

    /** A creator that leaves it to the broker's defaults how many replicas there are. */
    public TopicCreator(Admin admin) {
        this(admin, OptionalInt.empty());
    }

    /**
     * A creator of topics that are not there yet; those that are keep their replicas.
     *
     * @param replication how many brokers have each partition; of three or more, two must have a message before it
     *     counts as written. Empty for the broker's own defaults.
     */
    public TopicCreator(Admin admin, OptionalInt replication) {
        if (replication.isPresent() && replication.getAsInt() < 1) {
            throw new IllegalArgumentException(
                    "the topics' replication is " + replication.getAsInt() + ", must be at least 1");
        }
        this.admin = admin;
        this.replication = replication;
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
     * As {@link #ensure}, waiting for a broker that cannot be reached yet, for as many brokers as there are to be
     * replicas, and for what this service may do: in a cluster, operators make topics and rights while services start.
     *
     * @throws InterruptedException where the thread is interrupted meanwhile, or the JVM is told to end
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
                Thread.sleep(BETWEEN_ATTEMPTS);
            }
        }
    }

    /** Brokers of a cluster that starts come one after the other: until then there are too few for the replicas. */
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
