package dev.lossline.trainer.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lossline.contract.event.TrialEvent.Versions;
import dev.lossline.contract.topic.ServiceMetrics;
import dev.lossline.specification.Device;
import dev.lossline.trainer.config.Processor;
import dev.lossline.trainer.config.TrainerMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.UnknownServerException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PublisherTest {
    private static final int CAPACITY = 3;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final TrainerMetrics metrics = new TrainerMetrics(
            meters, new Processor(Device.CPU, ai.djl.Device.cpu(), "test", new Versions("", "", "")));
    private final AbsentBroker broker = new AbsentBroker();
    private final Publisher publisher = new Publisher(broker, CAPACITY, metrics);

    @AfterEach
    void close() {
        broker.comeBack();
        publisher.close();
    }

    @Test
    void keepsTheOrderOfMessages() throws Exception {
        broker.comeBack();
        List<CompletableFuture<Void>> published = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            published.add(publisher.publish(message(i)));
        }
        for (var message : published) {
            message.get(10, TimeUnit.SECONDS);
        }
        assertThat(broker.history()).extracting(m -> m.key()).containsExactlyElementsOf(keys(50));
    }

    @Test
    void retriesMessagesThatABrokerOnAFullDiskRejected() throws Exception {
        broker.comeBack();
        broker.sendException = new UnknownServerException("no room");
        CompletableFuture<Void> published = publisher.publish(message(0));
        broker.called.get(10, TimeUnit.SECONDS);
        assertThat(published).isNotDone();

        broker.sendException = null;

        assertThat(published).succeedsWithin(TIMEOUT);
        assertThat(broker.history()).extracting(m -> m.key()).containsExactly("0");
    }

    @Test
    void doesNotWaitForAnAbsentBroker() throws Exception {
        fill();
        assertThat(buffered()).isEqualTo(CAPACITY + 1.0);
    }

    @Test
    void blocksThePublisherIfTheBufferIsFullAndLosesNothing() throws Exception {
        fill();
        Thread publishing = Thread.ofVirtual().start(() -> {
            try {
                publisher.publish(message(CAPACITY + 1)).join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        broker.comeBack();
        assertThat(publishing.join(TIMEOUT)).isTrue();
        assertThat(broker.history()).extracting(m -> m.key()).containsExactlyElementsOf(keys(CAPACITY + 2));
    }

    @Test
    void rejectsDeferrableMessagesIfTheBufferIsFull() throws Exception {
        fill();
        assertThat(publisher.publishIfRoom(message(9))).isCompletedExceptionally();
        assertThat(buffered()).isEqualTo(CAPACITY + 1.0);
    }

    @Test
    void saysThatTheBrokerWillNeverTakeAMessage() throws Exception {
        broker.comeBack();
        broker.sendException = new RecordTooLargeException("too large");
        assertThat(publisher.publish(message(0)))
                .failsWithin(TIMEOUT)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(RecordTooLargeException.class);
        assertThat(meters.counter(ServiceMetrics.FAILED, "device", "cpu").count())
                .isEqualTo(1);
    }

    /** One message is in the sender's hand, the others fill the buffer. */
    private void fill() throws Exception {
        assertThat(publisher.publish(message(0))).isNotDone();
        broker.called.get(10, TimeUnit.SECONDS);
        for (int i = 1; i <= CAPACITY; i++) {
            assertThat(publisher.publish(message(i))).isNotDone();
        }
    }

    private double buffered() {
        return meters.get(ServiceMetrics.BUFFERED).gauge().value();
    }

    private static List<String> keys(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }

    private static ProducerRecord<String, byte[]> message(int number) {
        return new ProducerRecord<>("topic", Integer.toString(number), "value".getBytes(StandardCharsets.UTF_8));
    }

    /** Kafka's mock producer; like the real one, it blocks if its buffer is full and the broker is down. */
    private static final class AbsentBroker extends MockProducer<String, byte[]> {
        private final CompletableFuture<Void> called = new CompletableFuture<>();
        private final CompletableFuture<Void> back = new CompletableFuture<>();

        AbsentBroker() {
            super(true, null, new StringSerializer(), new ByteArraySerializer());
        }

        void comeBack() {
            back.complete(null);
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<String, byte[]> message, Callback callback) {
            called.complete(null);
            back.join();
            return super.send(message, callback);
        }
    }
}
