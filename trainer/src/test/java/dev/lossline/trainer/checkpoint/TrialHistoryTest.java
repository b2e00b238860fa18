package dev.lossline.trainer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TrialHistoryTest {
    @Test
    void readsTheTimeFromAnExperimentsId() {
        assertThat(TrialHistory.timeOf(UUID.fromString("017f22e2-79b0-7cc3-98c4-dc0c0c07398f")))
                .isEqualTo(Instant.parse("2022-02-22T19:22:22Z"));
    }

    @Test
    void looksFromTheBeginningWhereTheIdHasNoTime() {
        assertThat(TrialHistory.timeOf(UUID.fromString("c232ab00-9414-41ec-b3c8-9f6bdeced846")))
                .isEqualTo(Instant.EPOCH);
    }
}
