package dev.lossline.evaluator.recording;

import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Passes the log to the recorder in batches. */
@ApplicationScoped
class RecordingConsumer {
    private final Recorder recorder;

    RecordingConsumer(Recorder recorder) {
        this.recorder = recorder;
    }

    @Incoming("log")
    @Blocking
    void record(ConsumerRecords<String, byte[]> messages) throws InterruptedException {
        recorder.record(Batch.of(messages));
    }
}
