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
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;

/** Brings topics into being as {@link Topic} says, however many services do so at once and how often. */
public final class TopicCreator {
    private static final System.Logger LOG = System.getLogger(TopicCreator.class.getName());

    private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(1);

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
     * Creates what is missing and sets the settings of what is there.
     *
     * @throws KafkaException where the broker refuses, naming the topic
     * @throws InterruptedException where the thread is interrupted meanwhile
     */
    public void ensure(Collection<Topic> topics) throws InterruptedException {
        for (var creation : admin.createTopics(topics.stream().map(this::wanted).toList())
                .values()
                .entrySet()) {
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
     * As {@link #ensure}, waiting for a broker that cannot be reached yet, and for as many as there are to be replicas.
     *
     * @throws InterruptedException where the thread is interrupted meanwhile
     */
    public void ensureOnceThere(Collection<Topic> topics) throws InterruptedException {
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
        return cause instanceof RetriableException || cause instanceof InvalidReplicationFactorException;
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
