package dev.lossline.orchestrator.progress;

import dev.lossline.contract.event.ExperimentControl.Transition;
import dev.lossline.contract.topic.Topic;
import dev.lossline.orchestrator.kafka.LogReader;
import dev.lossline.orchestrator.problem.ProblemException;
import dev.lossline.orchestrator.progress.ExperimentFold.Known;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * The experiments according to {@link Topic#EXPERIMENTS}. A thread reads the topic from the beginning and follows it; a
 * call that makes a decision first waits until the thread has reached the end:
 * docs/adr/0014-controls-follow-the-order-of-the-log.md.
 */
@Startup
@ApplicationScoped
public class ExperimentLog {
    /** The topic has one partition, so its events are totally ordered. */
    public static final TopicPartition PARTITION = new TopicPartition(Topic.EXPERIMENTS.name(), 0);

    private static final Logger LOG = Logger.getLogger(ExperimentLog.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration CATCH_UP_TIMEOUT = Duration.ofSeconds(5);

    private final LogReader log;
    private final ExperimentFold fold = new ExperimentFold();
    private final CountDownLatch closed = new CountDownLatch(1);

    ExperimentLog(LogReader log) {
        this.log = log;
    }

    @PostConstruct
    void open() {
        Thread.ofPlatform().daemon().name("experiment-log").start(this::followUntilClosed);
    }

    @PreDestroy
    void close() {
        closed.countDown();
    }

    /**
     * Waits until everything that is on the log now has been read.
     *
     * @throws ProblemException 503 on timeout
     * @throws KafkaException if the broker does not return the end of the log
     */
    public void awaitEnd() throws InterruptedException {
        awaitRead(log.ends(List.of(PARTITION)).get(PARTITION) - 1);
    }

    /**
     * Waits until the message at that offset has been read.
     *
     * @throws ProblemException 503 on timeout
     */
    public synchronized void awaitRead(long offset) throws InterruptedException {
        long deadline = System.nanoTime() + CATCH_UP_TIMEOUT.toNanos();
        while (fold.next() <= offset) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw ProblemException.unavailable(
                        "The orchestrator has read %s up to %d of %d so far. Try again in a moment."
                                .formatted(Topic.EXPERIMENTS.name(), fold.next(), offset + 1),
                        null);
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    /** A submitted experiment, according to the messages read so far. */
    public synchronized Optional<Known> find(UUID id) {
        return fold.find(id);
    }

    /** The effect of the control event at that offset; empty if there is none or it is too old. */
    public synchronized Optional<Transition> transition(long offset) {
        return fold.transition(offset);
    }

    private void followUntilClosed() {
        while (closed.getCount() > 0) {
            try (Consumer<String, byte[]> consumer = log.open()) {
                follow(consumer);
            } catch (KafkaException e) {
                LOG.warnf("Cannot read %s, retrying: %s", Topic.EXPERIMENTS.name(), e.getMessage());
                awaitClosed();
            } catch (InterruptedException e) {
                closed.countDown();
            }
        }
    }

    private void follow(Consumer<String, byte[]> consumer) throws InterruptedException {
        consumer.assign(List.of(PARTITION));
        consumer.seek(PARTITION, next());
        while (closed.getCount() > 0) {
            var messages = consumer.poll(POLL);
            synchronized (this) {
                for (ConsumerRecord<String, byte[]> message : messages) {
                    fold.read(message);
                }
                fold.passed(consumer.position(PARTITION));
                notifyAll();
            }
        }
    }

    private synchronized long next() {
        return fold.next();
    }

    private void awaitClosed() {
        try {
            var unused = closed.await(POLL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            closed.countDown();
        }
    }
}
