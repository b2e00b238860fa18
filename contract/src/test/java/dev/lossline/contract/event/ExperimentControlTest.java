package dev.lossline.contract.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lossline.contract.event.ExperimentControl.Cancelled;
import dev.lossline.contract.event.ExperimentControl.Paused;
import dev.lossline.contract.event.ExperimentControl.Running;
import dev.lossline.contract.event.ExperimentControl.Transition;
import dev.lossline.contract.event.ExperimentControl.Transition.Accepted;
import dev.lossline.contract.event.ExperimentControl.Transition.Refused;
import dev.lossline.contract.event.ExperimentControl.Transition.Unchanged;
import dev.lossline.contract.event.ExperimentEvent.ControlEvent;
import dev.lossline.contract.event.ExperimentEvent.EvaluationsRetried;
import dev.lossline.contract.event.ExperimentEvent.ExperimentCancelled;
import dev.lossline.contract.event.ExperimentEvent.ExperimentPaused;
import dev.lossline.contract.event.ExperimentEvent.ExperimentResumed;
import dev.lossline.contract.event.ExperimentEvent.ExperimentRetried;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ExperimentControlTest {
    private static final UUID ID = UUID.fromString("019a0000-0000-7000-8000-000000000001");
    private static final Instant BEGIN = Instant.parse("2026-11-28T01:00:00Z");

    @Test
    void theLastOfPauseAndResumeHoldsWhateverTheirClocksSay() {
        ExperimentControl control = after(paused(9), resumed(5), paused(1));
        assertThat(control).isEqualTo(new Paused(1, ExperimentControl.Retries.NONE, at(1)));
    }

    @Test
    void anAcceptedResumeBeginsAGeneration() {
        assertThat(after(paused(1), resumed(2)).generation()).isEqualTo(1);
        assertThat(after(resumed(1), paused(2), resumed(3), resumed(4), paused(5), paused(6))
                        .generation())
                .isEqualTo(1);
    }

    @Test
    void aRepeatedPauseKeepsTheTimeOfTheFirst() {
        assertThat(after(paused(1), paused(2))).isEqualTo(after(paused(1)));
        assertThat(after(paused(1)).on(paused(2))).isInstanceOf(Unchanged.class);
        assertThat(after().on(resumed(1))).isInstanceOf(Unchanged.class);
    }

    @Test
    void cancellingIsFinal() {
        ExperimentControl cancelled = after(paused(1), cancelled(2));
        assertThat(cancelled).isEqualTo(new Cancelled(0, ExperimentControl.Retries.NONE, at(2), at(1)));
        assertThat(cancelled.on(paused(3))).isEqualTo(new Refused("was cancelled"));
        assertThat(cancelled.on(resumed(3))).isEqualTo(new Refused("was cancelled"));
        assertThat(cancelled.on(retried(3, Map.of(1, 1)))).isEqualTo(new Refused("was cancelled"));
        assertThat(cancelled.on(cancelled(3))).isInstanceOf(Unchanged.class);
    }

    @Test
    void aFailureIsRetriedOnce() {
        ExperimentControl control = after(retried(1, Map.of(1, 2, 2, 1)));
        assertThat(control.on(retried(2, Map.of(1, 2)))).isInstanceOf(Refused.class);
        assertThat(control.on(retried(3, Map.of(1, 2, 2, 3)))).isInstanceOfSatisfying(Accepted.class, accepted -> {
            assertThat(accepted.event()).isEqualTo(retried(3, Map.of(2, 3)));
            assertThat(accepted.next().retries())
                    .isEqualTo(new ExperimentControl.Retries(Map.of(1, 2, 2, 3), at(3), Map.of()));
        });
    }

    @Test
    void aFailedEvaluationIsRetriedOnceAndNotAfterACancel() {
        EvaluationsRetried retry = new EvaluationsRetried(ID, at(1), Map.of(1, 1));
        assertThat(after(retry).retries().evaluation(1)).isEqualTo(1);
        assertThat(after(retry).on(retry)).isInstanceOf(Refused.class);
        assertThat(after(cancelled(1)).on(retry)).isEqualTo(new Refused("was cancelled"));
    }

    @Test
    void retryingDoesNotResume() {
        assertThat(after(paused(1), retried(2, Map.of(1, 1)))).isInstanceOf(Paused.class);
        assertThat(after(retried(2, Map.of(1, 1)))).isInstanceOf(Running.class);
    }

    private static ExperimentControl after(ControlEvent... events) {
        ExperimentControl control = Running.INITIAL;
        for (ControlEvent event : events) {
            Transition transition = control.on(event);
            control = transition instanceof Accepted accepted ? accepted.next() : control;
        }
        return control;
    }

    private static ExperimentPaused paused(int second) {
        return new ExperimentPaused(ID, at(second));
    }

    private static ExperimentResumed resumed(int second) {
        return new ExperimentResumed(ID, at(second));
    }

    private static ExperimentCancelled cancelled(int second) {
        return new ExperimentCancelled(ID, at(second));
    }

    private static ExperimentRetried retried(int second, Map<Integer, Integer> attempts) {
        return new ExperimentRetried(ID, at(second), attempts);
    }

    private static Instant at(int second) {
        return BEGIN.plusSeconds(second);
    }
}
