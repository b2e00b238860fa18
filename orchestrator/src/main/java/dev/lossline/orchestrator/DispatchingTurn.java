package dev.lossline.orchestrator;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Whether this orchestrator is the one that dispatches. Of several, the broker gives the one partition of submissions to
 * one, and to another when that is gone: what needs to be done by one alone is done by that one.
 */
@ApplicationScoped
@Identifier(DispatchingTurn.NAME)
class DispatchingTurn implements KafkaConsumerRebalanceListener {
    static final String NAME = "dispatching-turn";

    private volatile boolean here;

    /** Whether it is this one's turn; for some seconds, two or none can think so. */
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
