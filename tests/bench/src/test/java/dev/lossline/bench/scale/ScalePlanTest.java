package dev.lossline.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScalePlanTest {
    private static final Duration ONE_SECOND = Duration.ofSeconds(1);

    @Test
    void fullSimulationHasTwentyThousandTrialsOnAThousandSlots() {
        ScalePlan plan = ScalePlan.full();
        assertThat(plan.trials()).isEqualTo(20_000);
        assertThat(plan.totalSlots()).isEqualTo(1_000);
        assertThat(plan.slots() * 10).as("one process has a tenth of the slots").isEqualTo(plan.totalSlots());
    }

    @Test
    void minimumDurationIsTrainingTimeDividedBySlots() {
        ScalePlan plan = new ScalePlan(2, 5, 3, 10, List.of(1, 4), ONE_SECOND, ONE_SECOND, ONE_SECOND);
        assertThat(plan.trials()).isEqualTo(60);
        assertThat(plan.training()).isEqualTo(Duration.ofSeconds(150));
        assertThat(plan.minimumDuration()).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void documentHasOneTrialPerSeedAndNumberOfEpochs() {
        assertThat(new ScalePlan(1, 1, 1, 3, List.of(1, 4), ONE_SECOND, ONE_SECOND, ONE_SECOND).document(7))
                .contains("name: scale-7", "training.epochs: [1, 4]", "seeds: [0, 1, 2]");
    }

    @Test
    void rejectsInvalidPlans() {
        assertThatThrownBy(() -> new ScalePlan(0, 1, 1, 1, List.of(1), ONE_SECOND, ONE_SECOND, ONE_SECOND))
                .hasMessage("processes is 0, must be at least 1");
        assertThatThrownBy(() -> new ScalePlan(1, 1, 1, 1, List.of(), ONE_SECOND, ONE_SECOND, ONE_SECOND))
                .hasMessage("epochs is empty, must be at least one number");
        assertThatThrownBy(() -> ScalePlan.full().withSize(101, 1))
                .hasMessage("10 processes of 101 slots are more than 1000, the maximum size of a share group");
        assertThatThrownBy(() -> ScalePlan.full().withLock(Duration.ofSeconds(90), ONE_SECOND))
                .hasMessageContaining("lock is PT1M30S, must be from PT1S to PT1M");
    }
}
