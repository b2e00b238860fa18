package dev.lossline.orchestrator.kafka;

import dev.lossline.contract.event.TrialEvent.TrialRequested;
import dev.lossline.contract.event.UnreadableEventException;
import dev.lossline.contract.topic.EventMessage;
import dev.lossline.contract.topic.MessageFault;
import dev.lossline.contract.topic.Topic;
import dev.lossline.orchestrator.kafka.LogReader.Range;
import dev.lossline.orchestrator.problem.ProblemException;
import dev.lossline.specification.Device;
import dev.lossline.specification.TrialId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** The requests in each device's queue that can still be delivered to trainers. */
@ApplicationScoped
public class TrialQueues {
    private final LogReader log;
    private final TrainerPools pools;
    private final Map<Device, Contents> known = new EnumMap<>(Device.class);

    /**
     * A request in a queue.
     *
     * @param generation how often the experiment had been resumed; 0 if the request does not say
     */
    public record Request(long offset, int attempt, int generation) {}

    /** The part of a queue that has been read, to read each message only once. */
    private static final class Contents {
        private final Map<TrialId, Request> newest = new HashMap<>();
        private long next;
    }

    TrialQueues(LogReader log, TrainerPools pools) {
        this.log = log;
        this.pools = pools;
    }

    /**
     * The newest request for each trial, from the oldest unfinished one on. Some may be finished: the broker does not
     * report which requests behind the oldest one are.
     *
     * @throws ProblemException 503 if reading takes too long; the next call continues from there
     * @throws KafkaException if the broker does not answer
     */
    public synchronized Map<TrialId, Request> requests(Device device) throws InterruptedException {
        TopicPartition queue = new TopicPartition(Topic.trials(device).name(), 0);
        long oldest = pools.oldestUnfinished(device);
        Contents contents = known.computeIfAbsent(device, any -> new Contents());
        contents.next = Math.max(contents.next, oldest);
        long end = log.ends(List.of(queue)).get(queue);
        log.read(Map.of(queue, new Range(contents.next, end)), message -> add(contents, message));
        contents.next = Math.max(contents.next, end);
        contents.newest.values().removeIf(request -> request.offset() < oldest);
        return Map.copyOf(contents.newest);
    }

    private static void add(Contents contents, ConsumerRecord<String, byte[]> message) throws InterruptedException {
        try {
            TrialRequested request = MessageFault.refusing(() -> EventMessage.read(message, TrialRequested.class));
            int generation = request.generation() == null ? 0 : request.generation();
            contents.newest.put(request.trialId(), new Request(message.offset(), request.attempt(), generation));
        } catch (UnreadableEventException e) {
            // The trainer that receives it makes it a dead letter.
        }
        contents.next = message.offset() + 1;
    }
}
