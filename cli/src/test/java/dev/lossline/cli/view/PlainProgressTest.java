package dev.lossline.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lossline.cli.Samples;
import dev.lossline.contract.api.ExperimentRepresentation;
import dev.lossline.contract.event.State;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlainProgressTest {
    private static final ExperimentRepresentation RUNNING = Samples.experiment(State.RUNNING, null);

    private final PlainProgress progress = new PlainProgress();

    @Test
    void printsEachChangeOnce() {
        assertThat(progress.news(RUNNING, Samples.trials()))
                .containsExactly(
                        "trial 1 learningRate=0.1: completed, epoch 20/20, loss 0.0476",
                        "trial 2 learningRate=0.01: running, epoch 9/20, loss 0.1000",
                        "trial 3 learningRate=0.001: queued");
        assertThat(progress.news(RUNNING, Samples.trials())).isEmpty();
    }

    @Test
    void printsWhyATrialFailed() {
        assertThat(progress.news(RUNNING, List.of(Samples.trial(1, State.FAILED, 2, 1000))))
                .containsExactly("trial 1 learningRate=1000: failed, epoch 2/20, loss 0.3333,"
                        + " the loss became NaN in epoch 3");
    }

    @Test
    void printsANoticeOnce() {
        ExperimentRepresentation waiting = Samples.experiment(State.QUEUED, "waits for a gpu trainer");
        assertThat(progress.news(waiting, List.of())).containsExactly("waits for a gpu trainer");
        assertThat(progress.news(waiting, List.of())).isEmpty();
    }
}
