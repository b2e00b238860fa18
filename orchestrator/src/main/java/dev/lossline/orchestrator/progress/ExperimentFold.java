package dev.lossline.orchestrator.progress;

import dev.lossline.contract.event.ExperimentControl;
import dev.lossline.contract.event.ExperimentControl.Transition;
import dev.lossline.contract.event.ExperimentControl.Transition.Accepted;
import dev.lossline.contract.event.ExperimentEvent;
import dev.lossline.contract.event.ExperimentEvent.ControlEvent;
import dev.lossline.contract.event.ExperimentEvent.ExperimentSubmitted;
import dev.lossline.contract.event.UnreadableEventException;
import dev.lossline.contract.topic.EventMessage;
import dev.lossline.contract.topic.MessageFault;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The state of all experiments according to the messages of {@code lossline.experiments} read so far, about 200 bytes
 * for each. Not thread-safe.
 */
public final class ExperimentFold {
    /** The results of older control events are discarded; callers ask for them within seconds. */
    private static final int MAX_REMEMBERED_TRANSITIONS = 10_000;

    private static final long NOT_SUBMITTED = -1;

    private final Map<UUID, Known> experiments = new HashMap<>();
    private final Map<Long, Transition> transitions = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Transition> eldest) {
            return size() > MAX_REMEMBERED_TRANSITIONS;
        }
    };
    private long next;

    /**
     * An experiment.
     *
     * @param submittedAt the offset of its first submission, which is the one that counts; negative if there is none
     * @param changedAt the offset of the last event that took effect
     */
    public record Known(long submittedAt, ExperimentControl control, long changedAt) {
        static final Known INITIAL_STATE = new Known(NOT_SUBMITTED, ExperimentControl.Running.INITIAL, NOT_SUBMITTED);

        boolean isSubmitted() {
            return submittedAt != NOT_SUBMITTED;
        }
    }

    void read(ConsumerRecord<String, byte[]> message) throws InterruptedException {
        try {
            ExperimentEvent event = MessageFault.refusing(() -> EventMessage.read(message, ExperimentEvent.class));
            Known known = experiments.getOrDefault(event.experimentId(), Known.INITIAL_STATE);
            switch (event) {
                case ExperimentSubmitted submitted -> {
                    if (!known.isSubmitted()) {
                        long offset = message.offset();
                        experiments.put(event.experimentId(), new Known(offset, known.control(), offset));
                    }
                }
                case ControlEvent control -> change(known, control, message.offset());
            }
        } catch (UnreadableEventException e) {
            // The recorder makes it a dead letter.
        }
        passed(message.offset() + 1);
    }

    private void change(Known known, ControlEvent event, long offset) {
        Transition transition = known.control().on(event);
        transitions.put(offset, transition);
        if (transition instanceof Accepted accepted) {
            experiments.put(event.experimentId(), new Known(known.submittedAt(), accepted.next(), offset));
        }
    }

    /** Records that all messages before the offset have been read or deleted. */
    void passed(long offset) {
        next = Math.max(next, offset);
    }

    /** The offset of the next message to read. */
    long next() {
        return next;
    }

    /** A submitted experiment. */
    Optional<Known> find(UUID id) {
        return Optional.ofNullable(experiments.get(id)).filter(Known::isSubmitted);
    }

    /** The effect of the control event at that offset; empty if there is none or it is too old. */
    Optional<Transition> transition(long offset) {
        return Optional.ofNullable(transitions.get(offset));
    }
}
