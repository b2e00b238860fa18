package dev.lossline.orchestrator;

import dev.lossline.contract.Device;
import dev.lossline.contract.Topic;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.ShareGroupDescription;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.jboss.logging.Logger;

/** What the broker says of each device's trainers and of their queue; asked every two seconds. */
@ApplicationScoped
class TrainerPools {
    /** Gauge: trials that wait or are in training, by device. */
    static final String QUEUE_DEPTH = "lossline.queue.depth";
    /** Gauge: slots of trainers that are connected, by device. */
    static final String SLOTS = "lossline.slots.connected";

    private static final Logger LOG = Logger.getLogger(TrainerPools.class);
    private static final int TIMEOUT_SECONDS = 5;

    private final Admin admin;
    private final Map<Device, Pool> pools = new ConcurrentHashMap<>();

    /**
     * A pool of trainers.
     *
     * @param members slots that are connected
     * @param depth trials that wait or are in training
     */
    private record Pool(int members, long depth) {}

    TrainerPools(Admin admin, MeterRegistry meters) {
        this.admin = admin;
        for (Device device : Device.values()) {
            Gauge.builder(QUEUE_DEPTH, () -> depth(device).orElse(0L))
                    .description("Trials that wait or are in training")
                    .tag("device", device.id())
                    .register(meters);
            Gauge.builder(SLOTS, () -> members(device).orElse(0))
                    .description("Slots of trainers that are connected")
                    .tag("device", device.id())
                    .register(meters);
        }
    }

    /** How many slots are connected; empty where the broker did not say yet. */
    Optional<Integer> members(Device device) {
        return Optional.ofNullable(pools.get(device)).map(Pool::members);
    }

    /** How many trials wait or are in training; empty where the broker did not say yet. */
    Optional<Long> depth(Device device) {
        return Optional.ofNullable(pools.get(device)).map(Pool::depth);
    }

    /**
     * Offset of the oldest trial in a device's queue that is not done: what lies before it is not delivered again.
     *
     * @throws KafkaException if the broker does not answer
     */
    long oldestUnfinished(Device device) throws InterruptedException {
        try {
            SharePartitionOffsetInfo info = offsets(Topic.trainers(device))
                    .get(new TopicPartition(Topic.trials(device).name(), 0));
            return info == null ? 0 : Math.max(0, info.startOffset());
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("the broker does not say how far the queue of " + device.id() + " is", e);
        }
    }

    @Scheduled(every = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void refresh() throws InterruptedException {
        for (Device device : Device.values()) {
            try {
                pools.put(device, new Pool(countMembers(device), countWaiting(device)));
            } catch (ExecutionException | TimeoutException | KafkaException e) {
                pools.remove(device);
                LOG.debugf(e, "The broker did not describe the %s trainers", device.id());
            }
        }
    }

    private int countMembers(Device device) throws InterruptedException, ExecutionException, TimeoutException {
        String group = Topic.trainers(device);
        try {
            ShareGroupDescription description = admin.describeShareGroups(List.of(group))
                    .describedGroups()
                    .get(group)
                    .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            return description.members().size();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return 0;
            }
            throw e;
        }
    }

    private long countWaiting(Device device) throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, SharePartitionOffsetInfo> offsets = offsets(Topic.trainers(device));
        long waiting = 0;
        for (int number = 0; number < Topic.trials(device).partitions(); number++) {
            TopicPartition partition = new TopicPartition(Topic.trials(device).name(), number);
            SharePartitionOffsetInfo info = offsets.get(partition);
            // The lag leaves out trials that are done behind one that is not; only a group that never was has none.
            waiting += info != null && info.lag().isPresent()
                    ? info.lag().get()
                    : end(partition) - (info == null ? 0 : info.startOffset());
        }
        return waiting;
    }

    private long end(TopicPartition partition) throws InterruptedException, ExecutionException, TimeoutException {
        return admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                .partitionResult(partition)
                .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .offset();
    }

    /** Where the group stands in each partition, as far as it has read any. */
    private Map<TopicPartition, SharePartitionOffsetInfo> offsets(String group)
            throws InterruptedException, ExecutionException, TimeoutException {
        try {
            Map<TopicPartition, SharePartitionOffsetInfo> known = new HashMap<>();
            admin.listShareGroupOffsets(Map.of(group, new ListShareGroupOffsetsSpec()))
                    .partitionsToOffsetInfo(group)
                    .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .forEach((partition, info) -> {
                        if (info != null) {
                            known.put(partition, info);
                        }
                    });
            return known;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return Map.of();
            }
            throw e;
        }
    }
}
