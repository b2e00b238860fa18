package dev.lossline.trainer.cpu;

import static dev.lossline.trainer.cpu.TestExperiment.trial;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lossline.contract.event.TrialEvent.TrialCompleted;
import dev.lossline.specification.TrialId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged trainer, as a cluster's job runs it. */
class IdleExitIT {
    private static final int DEADLINE_SECONDS = 90;

    @TempDir
    Path directory;

    @Test
    void trainsWhatIsQueuedAndThenEndsByItself() throws Exception {
        try (TestExperiment experiment = new TestExperiment()) {
            List<TrialId> trials = List.of(
                    experiment.request(1, trial(1, List.of(), 0.01)), experiment.request(2, trial(1, List.of(), 0.01)));
            Path log = directory.resolve("trainer.log");
            Process trainer = trainer(log);
            try {
                for (TrialId id : trials) {
                    experiment.log().await(id, TrialCompleted.class);
                }
                assertThat(trainer.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS))
                        .as("has ended: %s", log)
                        .isTrue();
                assertThat(trainer.exitValue()).as(Files.readString(log)).isZero();
                assertThat(log).content().contains("No trial for 15 s");
            } finally {
                trainer.destroyForcibly();
            }
        }
    }

    private static Process trainer(Path log) throws Exception {
        return PackagedTrainer.start(log, Map.of("LOSSLINE_TRAINER_EXIT_WHEN_IDLE", "15s"));
    }
}
