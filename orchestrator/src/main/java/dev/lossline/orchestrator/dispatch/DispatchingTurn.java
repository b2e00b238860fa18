package dev.lossline.orchestrator.dispatch;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Whether this orchestrator is the one that dispatches. The broker assigns the single partition of submissions to one
 * orchestrator, and to another if that one fails. Work that only one may do is done by the assignee.
 */
@ApplicationScoped
@Identifier(DispatchingTurn.NAME)
class DispatchingTurn implements KafkaConsumerRebalanceListener {
    static final String NAME = "dispatching-turn";

    private volatile boolean here;

    /** Whether this orchestrator is the dispatcher. For a few seconds, two or none may believe that they are. */
    boolean isHere() {
        return here;
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        here |= !partitions.isEmpty();
    }

    @Override
    public void onPartitionsRevoked(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        here &= partitions.isEmpty();
    }
}
