package dev.lossline.drill.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lossline.stack.Service;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StackPlanTest {
    @Test
    void addsSettingsOfAService() {
        StackPlan plan = StackPlan.withTrainers(2).checkpointEvery(Duration.ofSeconds(3));
        assertThat(plan.of(Service.TRAINER))
                .containsEntry("LOSSLINE_TRAINER_SLOTS", "1")
                .containsEntry("LOSSLINE_TRAINER_CHECKPOINT_INTERVAL", "PT3S");
        assertThat(plan.of(Service.EVALUATOR)).isEmpty();
    }

    @Test
    void ignoresTheTokenOfTheEnvironment() {
        assertThat(StackPlan.withTrainers(1).of(Service.ORCHESTRATOR)).containsEntry("LOSSLINE_API_TOKEN", "");
    }

    @Test
    void hasOneOfEachUnlessItIsReplicated() {
        assertThat(StackPlan.withTrainers(2).replicas()).isEqualTo(1);
        StackPlan three = StackPlan.withTrainers(2).replicated(3).checkpointEvery(Duration.ofSeconds(3));
        assertThat(three.replicas()).isEqualTo(3);
        assertThat(three.trainers()).isEqualTo(2);
    }
}
