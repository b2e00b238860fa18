package dev.lossline.orchestrator;

import dev.lossline.contract.Device;
import dev.lossline.contract.EventMessage;
import dev.lossline.contract.EventPublisher;
import dev.lossline.contract.Expansion;
import dev.lossline.contract.ExperimentEvent;
import dev.lossline.contract.ExperimentEvent.EvaluationsRetried;
import dev.lossline.contract.ExperimentEvent.ExperimentCancelled;
import dev.lossline.contract.ExperimentEvent.ExperimentPaused;
import dev.lossline.contract.ExperimentEvent.ExperimentResumed;
import dev.lossline.contract.ExperimentEvent.ExperimentRetried;
import dev.lossline.contract.ExperimentEvent.ExperimentSubmitted;
import dev.lossline.contract.MessageFault;
import dev.lossline.contract.Topic;
import dev.lossline.contract.TrialEvent.TrialRequested;
import dev.lossline.contract.UnreadableEventException;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/**
 * Requests the trials of submitted experiments. It may do so twice for one experiment, after a crash: trainers and
 * tables take that without harm.
 */
@Startup
@ApplicationScoped
class Dispatcher {
    private static final Logger LOG = Logger.getLogger(Dispatcher.class);
    /** What is read again after a rebalance was dispatched just before. */
    private static final int REMEMBERED = 10_000;

    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

    private final EventPublisher publisher;
    private final Continuations continuations;
    private final KeyedSubmissions keyed;
    private final Set<UUID> dispatched = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    });

    Dispatcher(EventPublisher publisher, Continuations continuations, KeyedSubmissions keyed) {
        this.publisher = publisher;
        this.continuations = continuations;
        this.keyed = keyed;
    }

    /** Returns once the broker has a request for every trial. */
    void dispatch(ConsumerRecord<String, byte[]> message) throws InterruptedException {
        try {
            MessageFault.refusing(() -> {
                handle(EventMessage.read(message, ExperimentEvent.class), message);
                return null;
            });
        } catch (UnreadableEventException e) {
            // The recorder reads the same topic by the same rules, and makes it a dead letter: one message, one letter.
            LOG.warnf("Passed over: %s@%d: %.300s", message.topic(), message.offset(), e.getMessage());
        }
    }

    private void handle(ExperimentEvent event, ConsumerRecord<String, byte[]> message) throws InterruptedException {
        switch (event) {
            case ExperimentSubmitted submitted -> request(submitted, message);
            case ExperimentCancelled c -> LOG.infof("Cancelled: %s", event.experimentId());
            case ExperimentPaused p -> LOG.infof("Paused: %s", event.experimentId());
            case ExperimentResumed r -> untilDone(() -> continuations.resume(r, message.offset()));
            case EvaluationsRetried r -> LOG.infof("To be evaluated again: %s", event.experimentId());
            case ExperimentRetried r -> untilDone(() -> continuations.retry(r, message.offset()));
        }
    }

    private void request(ExperimentSubmitted submitted, ConsumerRecord<String, byte[]> message)
            throws InterruptedException {
        if (dispatched.contains(submitted.experimentId()) || isRepetition(message)) {
            LOG.infof("Submitted once more: %s", submitted.experimentId());
            return;
        }
        Map<Device, List<TrialRequested>> requests = new Expansion(submitted.specification())
                .trials(submitted.experimentId()).stream()
                        .map(trial -> new TrialRequested(trial.id(), 1, submitted.occurredAt(), trial.specification()))
                        .collect(
                                Collectors.groupingBy(request -> request.trial().device()));
        for (var pool : requests.entrySet()) {
            untilDone(() -> publisher.publish(Topic.trials(pool.getKey()), pool.getValue()));
            LOG.infof(
                    "Requested %d %s trials of '%s' (%s)",
                    pool.getValue().size(),
                    pool.getKey().id(),
                    submitted.specification().name(),
                    submitted.experimentId());
        }
        dispatched.add(submitted.experimentId());
    }

    private boolean isRepetition(ConsumerRecord<String, byte[]> message) throws InterruptedException {
        AtomicBoolean repetition = new AtomicBoolean();
        untilDone(() -> repetition.set(keyed.isRepetition(message)));
        return repetition.get();
    }

    @FunctionalInterface
    private interface Step {
        void run() throws InterruptedException;
    }

    private static void untilDone(Step step) throws InterruptedException {
        while (true) {
            try {
                step.run();
                return;
            } catch (KafkaException e) {
                if (MessageFault.isTooLarge(e)) {
                    throw e;
                }
                LOG.warnf("Waiting for Kafka: %s", e.getMessage());
                Thread.sleep(RETRY_DELAY);
            }
        }
    }
}
