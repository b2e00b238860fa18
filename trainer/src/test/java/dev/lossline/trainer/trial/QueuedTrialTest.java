package dev.lossline.trainer.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lossline.contract.event.EventJson;
import dev.lossline.contract.event.TrialEvent.TrialRequested;
import dev.lossline.contract.event.UnreadableEventException;
import dev.lossline.contract.topic.Topic;
import dev.lossline.specification.Device;
import dev.lossline.specification.TrialSpecification;
import dev.lossline.trainer.Trials;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class QueuedTrialTest {
    private static final Instant REQUESTED = Instant.parse("2026-11-23T01:00:00.123456789Z");

    @Test
    void countsTheFirstDeliveryAsTheAttemptThatWasAskedFor() throws UnreadableEventException {
        assertThat(QueuedTrial.from(message(requested(1, Trials.sgd(0.1)), 1), Device.CPU))
                .isEqualTo(new QueuedTrial(Trials.ID, 1, REQUESTED, OptionalInt.of(0), Trials.sgd(0.1)));
    }

    @Test
    void addsFurtherDeliveriesToTheAttemptsKnownOf() throws UnreadableEventException {
        assertThat(QueuedTrial.from(message(requested(3, Trials.sgd(0.1)), 2), Device.CPU)
                        .attempt())
                .isEqualTo(4);
    }

    @Test
    void rejectsInvalidEvents() {
        assertThatThrownBy(() -> QueuedTrial.from(message("hello".getBytes(StandardCharsets.UTF_8), 1), Device.CPU))
                .isInstanceOf(UnreadableEventException.class);
    }

    @Test
    void refusesARequestWithoutATrial() {
        assertThatThrownBy(() -> QueuedTrial.from(message(requestWith("\"trial\":", "\"other\":"), 1), Device.CPU))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessageContaining("trial is missing");
    }

    @Test
    void refusesATrialForAnotherDevice() {
        assertThatThrownBy(() -> QueuedTrial.from(message(requested(1, Trials.sgd(0.1)), 1), Device.GPU))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessage("trial.device is cpu at a trainer of gpu");
    }

    @Test
    void refusesAnAttemptBelowOne() {
        assertThatThrownBy(
                        () -> QueuedTrial.from(message(requestWith("\"attempt\":1", "\"attempt\":0"), 1), Device.CPU))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessageContaining("attempt is 0");
    }

    private static byte[] requested(int attempt, TrialSpecification trial) {
        return EventJson.write(new TrialRequested(Trials.ID, attempt, REQUESTED, trial, 0));
    }

    private static byte[] requestWith(String part, String other) {
        return new String(requested(1, Trials.sgd(0.1)), StandardCharsets.UTF_8)
                .replace(part, other)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static ConsumerRecord<String, byte[]> message(byte[] value, int deliveries) {
        return new ConsumerRecord<>(
                Topic.TRIALS_CPU.name(),
                0,
                0,
                0,
                TimestampType.CREATE_TIME,
                0,
                value.length,
                Trials.ID.toString(),
                value,
                new RecordHeaders(),
                Optional.empty(),
                Optional.of((short) deliveries));
    }
}
