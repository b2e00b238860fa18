package dev.lossline.trainer.kafka;

import dev.lossline.contract.topic.ServiceMetrics;
import dev.lossline.trainer.config.TrainerConfig;
import dev.lossline.trainer.config.TrainerMetrics;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownServerException;
import org.jboss.logging.Logger;

/**
 * Publishes asynchronously through a bounded buffer and Kafka's producer. Callers wait only if the buffer is full.
 * Messages with the same key keep their order.
 */
@Singleton
public class Publisher {
    private static final Logger LOG = Logger.getLogger(Publisher.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

    private final BlockingQueue<Outgoing> buffer;
    private final AtomicLong unacknowledged = new AtomicLong();
    private final Producer<String, byte[]> producer;
    private final TrainerMetrics metrics;
    private final Thread sender;
    private volatile boolean closing;

    private record Outgoing(ProducerRecord<String, byte[]> message, CompletableFuture<Void> acknowledged) {}

    @Inject
    public Publisher(KafkaClients clients, TrainerConfig config, TrainerMetrics metrics) {
        this(clients.producer(), config.publishing().buffer(), metrics);
    }

    public Publisher(Producer<String, byte[]> producer, int capacity, TrainerMetrics metrics) {
        this.producer = producer;
        this.metrics = metrics;
        this.buffer = new LinkedBlockingQueue<>(capacity);
        this.sender = Thread.ofPlatform().daemon().name("publisher").start(this::sendAll);
        metrics.gauge(
                ServiceMetrics.BUFFERED,
                "Messages waiting to be sent or acknowledged",
                unacknowledged,
                AtomicLong::get);
    }

    /**
     * Publishes a message; waits only if the buffer is full.
     *
     * @return completes when the broker has acknowledged it; fails if the broker will never accept it
     */
    public CompletableFuture<Void> publish(ProducerRecord<String, byte[]> message) throws InterruptedException {
        Outgoing outgoing = new Outgoing(message, new CompletableFuture<>());
        unacknowledged.incrementAndGet();
        try {
            buffer.put(outgoing);
        } catch (InterruptedException e) {
            unacknowledged.decrementAndGet();
            throw e;
        }
        return outgoing.acknowledged();
    }

    /** Publishes a message without waiting; fails if the buffer is full. */
    public CompletableFuture<Void> publishIfRoom(ProducerRecord<String, byte[]> message) {
        Outgoing outgoing = new Outgoing(message, new CompletableFuture<>());
        unacknowledged.incrementAndGet();
        if (!buffer.offer(outgoing)) {
            unacknowledged.decrementAndGet();
            outgoing.acknowledged().completeExceptionally(new IllegalStateException("the buffer is full"));
        }
        return outgoing.acknowledged();
    }

    /**
     * Sends buffered messages for at most two seconds. What is not acknowledged by then is published again by another
     * attempt.
     */
    @PreDestroy
    public void close() {
        closing = true;
        try {
            if (!sender.join(CLOSE_TIMEOUT)) {
                sender.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(CLOSE_TIMEOUT);
    }

    private void sendAll() {
        try {
            while (!closing || !buffer.isEmpty()) {
                Outgoing next = buffer.poll(100, TimeUnit.MILLISECONDS);
                if (next != null) {
                    send(next);
                }
            }
        } catch (InterruptedException | InterruptException e) {
            LOG.warnf("Stopped with %d messages not acknowledged by the broker", unacknowledged.get());
        }
    }

    private void send(Outgoing outgoing) {
        try {
            var unused = producer.send(outgoing.message(), (metadata, failure) -> ended(outgoing, failure));
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException | IllegalStateException e) {
            ended(outgoing, e);
        }
    }

    private void again(Outgoing outgoing) {
        CompletableFuture.delayedExecutor(RETRY_DELAY.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> send(outgoing));
    }

    private void ended(Outgoing outgoing, Exception failure) {
        if (failure instanceof UnknownServerException && !closing) {
            // The broker reports this when its disk is full, before it halts; Kafka's producer does not retry it.
            again(outgoing);
            return;
        }
        unacknowledged.decrementAndGet();
        if (failure == null) {
            metrics.messagePublished();
            outgoing.acknowledged().complete(null);
        } else {
            metrics.messageFailed();
            if (!closing) {
                LOG.errorf(
                        "Cannot publish a message of %s on %s: %s",
                        outgoing.message().key(), outgoing.message().topic(), failure.toString());
            }
            outgoing.acknowledged().completeExceptionally(failure);
        }
    }
}
