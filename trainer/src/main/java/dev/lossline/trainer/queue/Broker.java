package dev.lossline.trainer.queue;

import dev.lossline.contract.topic.Topic;
import dev.lossline.contract.topic.TopicCreator;
import dev.lossline.specification.Device;
import dev.lossline.trainer.config.Processor;
import dev.lossline.trainer.config.TrainerConfig;
import dev.lossline.trainer.kafka.KafkaClients;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.jboss.logging.Logger;

/** The trainer's view of the broker: its availability, topics and share group. */
@Singleton
public class Broker {
    private static final Logger LOG = Logger.getLogger(Broker.class);
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(2);

    private final KafkaClients clients;
    private final Admin admin;
    private final Device device;
    private final TrainerConfig.Lock lock;
    private final OptionalInt topicReplication;
    private volatile boolean prepared;

    public Broker(KafkaClients clients, Processor processor, TrainerConfig config) {
        this.clients = clients;
        this.admin = clients.admin();
        this.device = processor.device();
        this.lock = config.lock();
        this.topicReplication = config.topicReplication();
        if (lock.renewal().multipliedBy(2).compareTo(lock.duration()) > 0) {
            throw new IllegalArgumentException("lossline.trainer.lock.renewal is " + lock.renewal()
                    + ", must be at most half of lossline.trainer.lock.duration, " + lock.duration());
        }
    }

    /** Creates and configures the topics and the share group; waits for the broker as long as necessary. */
    public void prepare() throws InterruptedException {
        while (!prepared) {
            try {
                new TopicCreator(admin, topicReplication).ensure(Topic.ALL);
                configureGroup();
                prepared = true;
            } catch (KafkaException e) {
                LOG.warnf("The broker is not ready, retrying: %s", message(e));
                Thread.sleep(RETRY_DELAY);
            }
        }
    }

    /** Whether topics and group are set up. */
    public boolean prepared() {
        return prepared;
    }

    /** Whether the broker answers within two seconds. */
    public boolean answers() {
        try {
            return !admin.describeCluster()
                    .nodes()
                    .get(ANSWER_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                    .isEmpty();
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Opens a connection to the queue of this trainer's device for the calling thread, which must close it. */
    TrialQueue openQueue() {
        KafkaShareConsumer<String, byte[]> consumer = clients.shareConsumer(Topic.trainers(device));
        try {
            return new TrialQueue(
                    new KafkaShareQueue(consumer, Topic.trials(device).name()), lock.duration());
        } catch (RuntimeException e) {
            consumer.close(Duration.ZERO);
            throw e;
        }
    }

    @PreDestroy
    public void close() {
        admin.close(Duration.ZERO);
    }

    /**
     * Configures the share group. The maximum number of deliveries of a record can only be set for the whole broker.
     */
    private void configureGroup() throws InterruptedException {
        String group = Topic.trainers(device);
        Map<String, String> settings = Map.of(
                "share.auto.offset.reset",
                "earliest",
                "share.isolation.level",
                "read_committed",
                "share.record.lock.duration.ms",
                Long.toString(lock.duration().toMillis()));
        List<AlterConfigOp> changes = settings.entrySet().stream()
                .map(e -> new AlterConfigOp(new ConfigEntry(e.getKey(), e.getValue()), AlterConfigOp.OpType.SET))
                .toList();
        try {
            admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.GROUP, group), changes))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new KafkaException("cannot configure the share group " + group, e.getCause());
        }
    }

    private static String message(KafkaException failure) {
        Throwable cause = failure.getCause();
        return failure.getMessage() + (cause == null ? "" : ": " + cause.getMessage());
    }
}
