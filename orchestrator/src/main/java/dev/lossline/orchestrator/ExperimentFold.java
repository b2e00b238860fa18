package dev.lossline.orchestrator;

import dev.lossline.contract.EventMessage;
import dev.lossline.contract.ExperimentControl;
import dev.lossline.contract.ExperimentControl.Transition;
import dev.lossline.contract.ExperimentControl.Transition.Accepted;
import dev.lossline.contract.ExperimentEvent;
import dev.lossline.contract.ExperimentEvent.ControlEvent;
import dev.lossline.contract.ExperimentEvent.ExperimentSubmitted;
import dev.lossline.contract.MessageFault;
import dev.lossline.contract.UnreadableEventException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What the messages of {@code lossline.experiments} say so far: of each experiment, some 200 bytes. Not thread-safe.
 */
final class ExperimentFold {
    /** What became of older controls is forgotten; nobody asks that long after. */
    private static final int REMEMBERED_TRANSITIONS = 10_000;

    private static final long NOT_SUBMITTED = -1;

    private final Map<UUID, Known> experiments = new HashMap<>();
    private final Map<Long, Transition> transitions = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Transition> eldest) {
            return size() > REMEMBERED_TRANSITIONS;
        }
    };
    private long next;

    /**
     * An experiment.
     *
     * @param submittedAt offset of its first submission, which is the one that counts; negative if there is none
     * @param changedAt offset of the last event that took effect
     */
    record Known(long submittedAt, ExperimentControl control, long changedAt) {
        static final Known NOTHING = new Known(NOT_SUBMITTED, ExperimentControl.Running.INITIAL, NOT_SUBMITTED);

        boolean isSubmitted() {
            return submittedAt != NOT_SUBMITTED;
        }
    }

    void read(ConsumerRecord<String, byte[]> message) throws InterruptedException {
        try {
            ExperimentEvent event = MessageFault.refusing(() -> EventMessage.read(message, ExperimentEvent.class));
            Known known = experiments.getOrDefault(event.experimentId(), Known.NOTHING);
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

    /** All messages before that offset are read, or are not there any more. */
    void passed(long offset) {
        next = Math.max(next, offset);
    }

    /** The offset of the next message. */
    long next() {
        return next;
    }

    /** An experiment that was submitted. */
    Optional<Known> find(UUID id) {
        return Optional.ofNullable(experiments.get(id)).filter(Known::isSubmitted);
    }

    /** What the control event at that offset did; empty if there is none, or too long ago. */
    Optional<Transition> transition(long offset) {
        return Optional.ofNullable(transitions.get(offset));
    }
}
