package dev.lossline.orchestrator;

import dev.lossline.contract.DeadLetter;
import dev.lossline.contract.Device;
import dev.lossline.contract.EventJson;
import dev.lossline.contract.EventPublisher;
import dev.lossline.contract.Expansion;
import dev.lossline.contract.ExperimentEvent;
import dev.lossline.contract.ExperimentEvent.ExperimentCancelled;
import dev.lossline.contract.ExperimentEvent.ExperimentSubmitted;
import dev.lossline.contract.InvalidSpecificationException;
import dev.lossline.contract.ServiceMetrics;
import dev.lossline.contract.Topic;
import dev.lossline.contract.TrialEvent.TrialRequested;
import dev.lossline.contract.UnreadableEventException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

    private final EventPublisher publisher;
    private final Counter deadLetters;

    Dispatcher(EventPublisher publisher, MeterRegistry meters) {
        this.publisher = publisher;
        this.deadLetters = ServiceMetrics.deadLetters(meters);
    }

    /** Returns once the broker has a request for every trial. */
    void dispatch(ConsumerRecord<String, byte[]> message) throws InterruptedException {
        try {
            switch (EventJson.read(message.value(), ExperimentEvent.class)) {
                case ExperimentSubmitted submitted -> request(submitted);
                case ExperimentCancelled cancelled -> LOG.infof("Cancelled: %s", cancelled.experimentId());
            }
        } catch (UnreadableEventException | InvalidSpecificationException e) {
            LOG.warnf("Dead letter: %s@%d: %s", message.topic(), message.offset(), e.getMessage());
            untilDone(() -> publisher.send(List.of(DeadLetter.of(message, "orchestrator", e.getMessage()))));
            deadLetters.increment();
        }
    }

    private void request(ExperimentSubmitted submitted) throws InterruptedException {
        Map<Device, List<TrialRequested>> requests = new Expansion(submitted.specification())
                .trials(submitted.experimentId()).stream()
                        .map(trial -> new TrialRequested(trial.id(), 1, Instant.now(), trial.specification()))
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
    }

    @FunctionalInterface
    private interface Publishing {
        void run() throws InterruptedException;
    }

    private static void untilDone(Publishing publishing) throws InterruptedException {
        while (true) {
            try {
                publishing.run();
                return;
            } catch (KafkaException e) {
                LOG.warnf("Waiting for Kafka: %s", e.getMessage());
                Thread.sleep(RETRY_DELAY);
            }
        }
    }
}
