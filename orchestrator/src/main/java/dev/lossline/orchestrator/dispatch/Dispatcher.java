package dev.lossline.orchestrator.dispatch;

import dev.lossline.contract.event.ExperimentControl.Running;
import dev.lossline.contract.event.ExperimentControl.Transition;
import dev.lossline.contract.event.ExperimentControl.Transition.Accepted;
import dev.lossline.contract.event.ExperimentControl.Transition.Refused;
import dev.lossline.contract.event.ExperimentControl.Transition.Unchanged;
import dev.lossline.contract.event.ExperimentEvent;
import dev.lossline.contract.event.ExperimentEvent.ControlEvent;
import dev.lossline.contract.event.ExperimentEvent.EvaluationsRetried;
import dev.lossline.contract.event.ExperimentEvent.ExperimentCancelled;
import dev.lossline.contract.event.ExperimentEvent.ExperimentPaused;
import dev.lossline.contract.event.ExperimentEvent.ExperimentResumed;
import dev.lossline.contract.event.ExperimentEvent.ExperimentRetried;
import dev.lossline.contract.event.ExperimentEvent.ExperimentSubmitted;
import dev.lossline.contract.event.UnreadableEventException;
import dev.lossline.contract.topic.EventMessage;
import dev.lossline.contract.topic.MessageFault;
import dev.lossline.orchestrator.problem.ProblemException;
import dev.lossline.orchestrator.progress.ExperimentFold.Known;
import dev.lossline.orchestrator.progress.ExperimentLog;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/**
 * Requests the trials of submitted experiments. After a crash it may request the trials of an experiment twice;
 * trainers and tables tolerate that. It waits only for the broker.
 */
@Startup
@ApplicationScoped
class Dispatcher {
    private static final Logger LOG = Logger.getLogger(Dispatcher.class);

    /**
     * The number of recent experiments to remember: messages that are read again after a rebalance have been dispatched
     * shortly before.
     */
    private static final int MAX_REMEMBERED = 10_000;

    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

    private final ExperimentLog log;
    private final TrialRequests requests;
    private final Continuations continuations;
    private final Set<UUID> dispatched = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Boolean> eldest) {
            return size() > MAX_REMEMBERED;
        }
    });

    Dispatcher(ExperimentLog log, TrialRequests requests, Continuations continuations) {
        this.log = log;
        this.requests = requests;
        this.continuations = continuations;
    }

    /** Returns once the broker has a request for every trial, or another thread has taken over. */
    void dispatch(ConsumerRecord<String, byte[]> message) throws InterruptedException {
        try {
            MessageFault.refusing(() -> {
                handle(EventMessage.read(message, ExperimentEvent.class), message.offset());
                return null;
            });
        } catch (UnreadableEventException e) {
            // The recorder applies the same rules to this topic and makes the message a dead letter; a second one is
            // not needed.
            LOG.warnf("Skipped %s@%d: %.300s", message.topic(), message.offset(), e.getMessage());
        }
    }

    private void handle(ExperimentEvent event, long offset) throws InterruptedException {
        untilDone(() -> log.awaitRead(offset));
        switch (event) {
            case ExperimentSubmitted submitted -> submitted(submitted, offset);
            case ControlEvent control -> controlled(control, offset);
        }
    }

    private void submitted(ExperimentSubmitted submitted, long offset) throws InterruptedException {
        UUID id = submitted.experimentId();
        Optional<Known> known = log.find(id);
        if (dispatched.contains(id)
                || known.filter(first -> first.submittedAt() == offset).isEmpty()) {
            LOG.infof("Repeated submission: %s", id);
            return;
        }
        if (!(known.get().control() instanceof Running running) || running.generation() > 0) {
            LOG.infof("Paused or cancelled before its trials were requested: %s; a resume requests them", id);
            return;
        }
        untilDone(() -> requests.first(submitted));
        LOG.infof("Requested the trials of '%s' (%s)", submitted.specification().name(), id);
        dispatched.add(id);
    }

    private void controlled(ControlEvent event, long offset) {
        Transition transition = log.transition(offset).orElse(new Unchanged("was changed long ago"));
        switch (transition) {
            case Accepted accepted -> accepted(accepted.event());
            case Unchanged unchanged -> ignored(event, unchanged.reason());
            case Refused refused -> ignored(event, refused.reason());
        }
    }

    private void accepted(ControlEvent event) {
        LOG.infof("%s: %s", event.getClass().getSimpleName(), event.experimentId());
        switch (event) {
            case ExperimentPaused paused -> continuations.drop(event.experimentId());
            case ExperimentCancelled cancelled -> {
                // Trainers read this event themselves.
            }
            case EvaluationsRetried retried -> {
                // The evaluator reads this event itself.
            }
            case ExperimentResumed resumed -> continuations.resume(event.experimentId());
            case ExperimentRetried retried ->
                continuations.retry(event.experimentId(), retried.attempts().keySet());
        }
    }

    private static void ignored(ControlEvent event, String reason) {
        LOG.infof("Ignored %s: %s %s", event.getClass().getSimpleName(), event.experimentId(), reason);
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
            } catch (ProblemException e) {
                LOG.warnf("Waiting for the log: %s", e.getMessage());
            } catch (KafkaException e) {
                if (MessageFault.isTooLarge(e)) {
                    throw e;
                }
                LOG.warnf("Waiting for Kafka: %s", e.getMessage());
            }
            Thread.sleep(RETRY_DELAY);
        }
    }
}
