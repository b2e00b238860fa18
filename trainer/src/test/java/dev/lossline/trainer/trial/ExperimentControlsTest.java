package dev.lossline.trainer.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lossline.contract.event.EventJson;
import dev.lossline.contract.event.ExperimentEvent;
import dev.lossline.contract.event.ExperimentEvent.ExperimentCancelled;
import dev.lossline.contract.event.ExperimentEvent.ExperimentPaused;
import dev.lossline.contract.event.ExperimentEvent.ExperimentResumed;
import dev.lossline.contract.topic.Topic;
import dev.lossline.trainer.Trials;
import dev.lossline.trainer.trial.TrialControl.Stop;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class ExperimentControlsTest {
    private static final UUID ID = Trials.ID.experimentId();
    private static final Instant TIME = Instant.parse("2026-11-28T01:00:00Z");
    private final ExperimentControls controls = new ExperimentControls(null);
    private long offset;

    @Test
    void theLastOfPauseAndResumeHoldsWhateverTheirClocksSay() {
        read(new ExperimentPaused(ID, TIME));
        read(new ExperimentResumed(ID, TIME.minusSeconds(60)));
        assertThat(controls.stop(ofGeneration(1))).isEmpty();
        read(new ExperimentPaused(ID, TIME.minusSeconds(90)));
        assertThat(controls.stop(ofGeneration(1))).contains(Stop.PAUSED);
    }

    @Test
    void aResumeEndsEarlierRequests() {
        read(new ExperimentPaused(ID, TIME));
        read(new ExperimentResumed(ID, TIME));
        assertThat(controls.stop(ofGeneration(0))).contains(Stop.PAUSED);
        assertThat(controls.stop(ofGeneration(1))).isEmpty();
    }

    @Test
    void aRequestCausedByAnUnreadResumeIsTrained() {
        read(new ExperimentPaused(ID, TIME));
        assertThat(controls.stop(ofGeneration(0))).contains(Stop.PAUSED);
        assertThat(controls.stop(ofGeneration(1))).isEmpty();
    }

    @Test
    void ignoredEventsChangeNothing() {
        read(new ExperimentResumed(ID, TIME));
        assertThat(controls.stop(ofGeneration(0))).isEmpty();
        read(new ExperimentCancelled(ID, TIME));
        read(new ExperimentPaused(ID, TIME));
        read(new ExperimentResumed(ID, TIME));
        assertThat(controls.stop(ofGeneration(0))).contains(Stop.CANCELLED);
        assertThat(controls.stop(ofGeneration(1))).contains(Stop.CANCELLED);
    }

    /** Requests of older versions have a time and no generation. */
    @Test
    void anOldRequestCountsUntilAResumeWithALaterTime() {
        QueuedTrial old = new QueuedTrial(Trials.ID, 1, TIME, OptionalInt.empty(), Trials.sgd(0.1));
        assertThat(controls.stop(old)).isEmpty();
        read(new ExperimentPaused(ID, TIME.plusSeconds(1)));
        assertThat(controls.stop(old)).contains(Stop.PAUSED);
        read(new ExperimentResumed(ID, TIME.plusSeconds(2)));
        assertThat(controls.stop(old)).contains(Stop.PAUSED);
        assertThat(controls.stop(
                        new QueuedTrial(Trials.ID, 2, TIME.plusSeconds(2), OptionalInt.empty(), Trials.sgd(0.1))))
                .isEmpty();
    }

    private static QueuedTrial ofGeneration(int generation) {
        return new QueuedTrial(Trials.ID, 1, TIME, OptionalInt.of(generation), Trials.sgd(0.1));
    }

    private void read(ExperimentEvent event) {
        controls.read(new ConsumerRecord<>(Topic.EXPERIMENTS.name(), 0, offset++, event.key(), EventJson.write(event)));
    }
}
