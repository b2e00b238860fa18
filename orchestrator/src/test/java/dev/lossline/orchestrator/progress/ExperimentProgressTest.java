package dev.lossline.orchestrator.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lossline.contract.event.ExperimentControl;
import dev.lossline.contract.event.ExperimentControl.Cancelled;
import dev.lossline.contract.event.ExperimentControl.Retries;
import dev.lossline.contract.event.ExperimentControl.Running;
import dev.lossline.contract.event.State;
import dev.lossline.contract.event.TrialEvent;
import dev.lossline.contract.event.TrialEvent.EvaluationFailed;
import dev.lossline.contract.event.TrialEvent.FailureKind;
import dev.lossline.contract.event.TrialEvent.TrialCancelled;
import dev.lossline.contract.event.TrialEvent.TrialCompleted;
import dev.lossline.contract.event.TrialEvent.TrialEvaluated;
import dev.lossline.contract.event.TrialEvent.TrialFailed;
import dev.lossline.contract.event.TrialEvent.TrialStarted;
import dev.lossline.contract.event.TrialEvent.Versions;
import dev.lossline.specification.Device;
import dev.lossline.specification.TrialId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ExperimentProgressTest {
    private static final TrialId TRIAL = new TrialId(UUID.fromString("019a0000-0000-7000-8000-000000000001"), 1);
    private static final Instant TIME = Instant.parse("2026-11-28T01:00:00Z");

    @Test
    void eventsInAnyOrderAndTwiceGiveTheSameProgress() {
        List<TrialEvent> events = List.of(started(1), failed(1), started(2), completed(), evaluated());
        assertThat(after(events)).isEqualTo(new TrialProgress(2, 1, true, false, true, 0));
        assertThat(after(events.reversed())).isEqualTo(after(events));
        assertThat(after(List.of(started(2), started(1), failed(1), completed(), evaluated(), started(2))))
                .isEqualTo(after(events));
    }

    @Test
    void aCompletedTrialIsNotFinalUntilItIsEvaluated() {
        assertThat(of(Running.INITIAL, completed()).isEnded()).isFalse();
        assertThat(of(Running.INITIAL, completed()).untrained()).isEmpty();
        assertThat(of(Running.INITIAL, completed(), evaluated()).isEnded()).isTrue();
    }

    @Test
    void aFailureIsFinalUntilARetry() {
        assertThat(of(Running.INITIAL, started(1), failed(1)).end()).isEqualTo(State.FAILED);
        ExperimentProgress retried =
                of(Running.INITIAL.with(new Retries(Map.of(1, 1), TIME, Map.of())), started(1), failed(1));
        assertThat(retried.isEnded()).isFalse();
        assertThat(retried.failed()).isEmpty();
        assertThat(retried.untrained()).isEqualTo(Map.of(1, 1));
    }

    @Test
    void aFailedEvaluationIsFinalUntilARetry() {
        EvaluationFailed failure = new EvaluationFailed(TRIAL, 1, TIME, 1, "a reason", null);
        assertThat(of(Running.INITIAL, completed(), failure).end()).isEqualTo(State.FAILED);
        assertThat(of(Running.INITIAL, completed(), failure).failedEvaluations())
                .isEqualTo(Map.of(1, 1));
        Retries retries = new Retries(Map.of(), null, Map.of(1, 1));
        assertThat(of(Running.INITIAL.with(retries), completed(), failure).isEnded())
                .isFalse();
        assertThat(of(Running.INITIAL.with(retries), completed(), failure, evaluated())
                        .end())
                .isEqualTo(State.COMPLETED);
    }

    @Test
    void aCancelledExperimentEndsOnceItsRunningTrialsHaveStopped() {
        Cancelled cancelled = new Cancelled(0, Retries.NONE, TIME, null);
        assertThat(of(cancelled).isEnded()).as("it never started").isTrue();
        assertThat(of(cancelled, started(1)).isEnded()).isFalse();
        assertThat(of(cancelled, started(1), new TrialCancelled(TRIAL, 1, TIME)).end())
                .isEqualTo(State.CANCELLED);
        assertThat(of(new Cancelled(0, Retries.NONE, TIME, TIME), started(1)).isEnded())
                .as("it was paused before")
                .isTrue();
    }

    private static ExperimentProgress of(ExperimentControl control, TrialEvent... events) {
        return new ExperimentProgress(control, Map.of(1, after(List.of(events))));
    }

    private static TrialProgress after(List<TrialEvent> events) {
        TrialProgress progress = TrialProgress.NONE;
        for (TrialEvent event : events) {
            progress = progress.with(event);
        }
        return progress;
    }

    private static TrialStarted started(int attempt) {
        return new TrialStarted(TRIAL, attempt, TIME, Device.CPU, "host", "cpu", 0, "ab", new Versions("1", "2", "3"));
    }

    private static TrialFailed failed(int attempt) {
        return new TrialFailed(TRIAL, attempt, TIME, FailureKind.ERROR, "a reason");
    }

    private static TrialCompleted completed() {
        return new TrialCompleted(TRIAL, 1, TIME, 3, 0.5, 1);
    }

    private static TrialEvaluated evaluated() {
        return new TrialEvaluated(TRIAL, 1, TIME, 10, 0.4, 0.8, List.of(), List.of(), "ab", null, null);
    }
}
