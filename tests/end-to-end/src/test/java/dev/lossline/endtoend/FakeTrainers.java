package dev.lossline.endtoend;

import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Publishes the events of many trainers for an experiment whose device is a GPU, which no real trainer here takes. */
final class FakeTrainers implements AutoCloseable {
    private static final String TOPIC = "lossline.training";

    private final KafkaProducer<String, String> producer;
    private final String experimentId;

    FakeTrainers(int kafkaPort, String experimentId) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", "127.0.0.1:" + kafkaPort);
        settings.put("linger.ms", 5);
        this.producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
        this.experimentId = experimentId;
    }

    @Override
    public void close() {
        producer.close();
    }

    void start(int trials) {
        for (int trial = 1; trial <= trials; trial++) {
            send(trial, "TrialStarted", """
                    "device":"gpu","host":"fake","deviceName":"none","resumedFrom":0,"datasetSha256":"ab",
                    "versions":{"djl":"0.32.0","pytorch":"2.5.1","java":"25"}""");
        }
    }

    /** Publishes a range of epochs of every trial at a fixed rate, trial by trial within each epoch. */
    void train(int trials, int from, int to, int eventsPerSecond) {
        long begin = System.nanoTime();
        long sent = 0;
        for (int epoch = from; epoch <= to; epoch++) {
            for (int trial = 1; trial <= trials; trial++) {
                double rate = 0.2 + 3.0 * trial / trials;
                double loss = 2.3 * Math.exp(-rate * Math.log1p(epoch) / 2)
                        + 0.01 * Math.sin(trial * 7 + epoch * 1.7) / epoch;
                send(
                        trial,
                        "EpochCompleted",
                        String.format(
                                Locale.ROOT,
                                "\"epoch\":%d,\"trainingLoss\":%.17g,\"seconds\":%.3f,\"samplesPerSecond\":60000.0",
                                epoch,
                                loss,
                                0.5 + 0.01 * trial));
                sent++;
                long due = begin + sent * 1_000_000_000L / eventsPerSecond;
                if (due - System.nanoTime() > 2_000_000) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
            }
        }
        producer.flush();
    }

    private void send(int trial, String type, String fields) {
        String trialId = experimentId + "." + trial;
        String event = """
                {"type":"%s","schemaVersion":1,"experimentId":"%s","trialId":"%s","attempt":1,"occurredAt":"%s",%s}""".formatted(type, experimentId, trialId, Instant.now(), fields);
        var unused = producer.send(new ProducerRecord<>(TOPIC, trialId, event));
    }
}
