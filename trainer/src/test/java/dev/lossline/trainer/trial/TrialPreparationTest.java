package dev.lossline.trainer.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lossline.specification.DatasetName;
import dev.lossline.specification.TrialSpecification;
import dev.lossline.trainer.Trials;
import dev.lossline.trainer.config.NoTraining;
import dev.lossline.training.Checkpoint;
import dev.lossline.training.dataset.DatasetException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrialPreparationTest {
    private final AtomicInteger loads = new AtomicInteger();
    private volatile boolean isThere;

    private final TrialPreparation preparation = new TrialPreparation(
            new NoTraining() {
                @Override
                public Prepared prepare(TrialSpecification trial, Optional<Checkpoint> start) {
                    load(trial.dataset());
                    return super.prepare(trial, start);
                }

                @Override
                public void load(DatasetName dataset) {
                    loads.incrementAndGet();
                    if (!isThere) {
                        throw new DatasetException("mnist is not complete.\nPut these files there:\n  a, b", null);
                    }
                }
            },
            Duration.ofMillis(1));

    @AfterEach
    void close() {
        preparation.close();
    }

    @Test
    void failsWithoutTheDatasetAndExplainsHowToProvideIt() {
        assertThat(preparation.isPossible()).isTrue();
        assertThatThrownBy(() -> preparation.prepare(Trials.sgd(0.1), Optional.empty()))
                .isInstanceOf(DatasetException.class);
        assertThat(preparation.isPossible()).isFalse();
        assertThat(preparation.obstacle()).contains("mnist is not complete. Put these files there: a, b");

        int before = loads.get();
        await().until(() -> loads.get() > before + 2);
        assertThat(preparation.isPossible()).isFalse();

        isThere = true;
        await().until(preparation::isPossible);
        assertThat(preparation.obstacle()).isEmpty();
    }

    @Test
    void canBecomeImpossibleAgain() {
        for (int i = 0; i < 2; i++) {
            isThere = false;
            assertThatThrownBy(() -> preparation.prepare(Trials.sgd(0.1), Optional.empty()))
                    .isInstanceOf(DatasetException.class);
            isThere = true;
            await().until(preparation::isPossible);
        }
    }
}
