package dev.lossline.orchestrator.kafka;

import dev.lossline.contract.topic.Topic;
import dev.lossline.specification.Device;
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

/** The trainers and the queue of each device, as reported by the broker every two seconds. */
@ApplicationScoped
public class TrainerPools {
    /** Gauge: trials that are waiting or in training, by device. */
    static final String QUEUE_DEPTH = "lossline.queue.depth";
    /** Gauge: connected trainer slots, by device. */
    static final String SLOTS = "lossline.slots.connected";

    private static final Logger LOG = Logger.getLogger(TrainerPools.class);
    private static final int TIMEOUT_SECONDS = 5;

    private final Admin admin;
    private final Map<Device, Pool> pools = new ConcurrentHashMap<>();

    /**
     * A pool of trainers.
     *
     * @param members the number of connected slots
     * @param depth the number of trials that are waiting or in training
     */
    private record Pool(int members, long depth) {}

    TrainerPools(Admin admin, MeterRegistry meters) {
        this.admin = admin;
        for (Device device : Device.values()) {
            Gauge.builder(QUEUE_DEPTH, () -> depth(device).orElse(0L))
                    .description("Queued and running trials")
                    .tag("device", device.id())
                    .register(meters);
            Gauge.builder(SLOTS, () -> members(device).orElse(0))
                    .description("Slots of connected trainers")
                    .tag("device", device.id())
                    .register(meters);
        }
    }

    /** The number of connected slots; empty if the broker has not reported it yet. */
    public Optional<Integer> members(Device device) {
        return Optional.ofNullable(pools.get(device)).map(Pool::members);
    }

    /** The number of trials that are waiting or in training; empty if the broker has not reported it yet. */
    Optional<Long> depth(Device device) {
        return Optional.ofNullable(pools.get(device)).map(Pool::depth);
    }

    /**
     * The offset of the oldest unfinished trial in a device's queue. Earlier requests are not delivered again.
     *
     * @throws KafkaException if the broker does not answer
     */
    long oldestUnfinished(Device device) throws InterruptedException {
        try {
            SharePartitionOffsetInfo info = offsets(Topic.trainers(device))
                    .get(new TopicPartition(Topic.trials(device).name(), 0));
            return info == null ? 0 : Math.max(0, info.startOffset());
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("cannot read the offsets of the queue " + device.id(), e);
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
            // The lag excludes finished trials behind an unfinished one; it is missing only for a group that never
            // existed.
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

    /** The group's offset in each partition from which it has read. */
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
