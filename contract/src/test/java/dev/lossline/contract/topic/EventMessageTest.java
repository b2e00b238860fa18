package dev.lossline.contract.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lossline.contract.event.Event;
import dev.lossline.contract.event.EventJson;
import dev.lossline.contract.event.ExperimentEvent;
import dev.lossline.contract.event.ExperimentEvent.ExperimentCancelled;
import dev.lossline.contract.event.UnreadableEventException;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class EventMessageTest {
    private static final UUID EXPERIMENT = UUID.fromString("019a0000-0000-7000-8000-000000000001");
    private static final Event EVENT = new ExperimentCancelled(EXPERIMENT, Instant.EPOCH);

    @Test
    void readsAnEventOnItsTopicUnderItsKey() throws UnreadableEventException {
        assertThat(EventMessage.read(message(Topic.EXPERIMENTS, EXPERIMENT.toString()), ExperimentEvent.class))
                .isEqualTo(EVENT);
    }

    @Test
    void refusesAnotherKey() {
        assertThatThrownBy(() -> EventMessage.read(message(Topic.EXPERIMENTS, "x"), Event.class))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessage("the key is 'x'; that of the event is " + EXPERIMENT);
        assertThatThrownBy(() -> EventMessage.read(message(Topic.EXPERIMENTS, null), Event.class))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessageContaining("the key is missing");
    }

    @Test
    void refusesAnotherTopic() {
        assertThatThrownBy(() -> EventMessage.read(message(Topic.TRAINING, EXPERIMENT.toString()), Event.class))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessage("ExperimentCancelled belongs on lossline.experiments");
    }

    private static ConsumerRecord<String, byte[]> message(Topic topic, String key) {
        return new ConsumerRecord<>(topic.name(), 0, 0, key, EventJson.write(EVENT));
    }
}
