package dev.lossline.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lossline.specification.Json;
import dev.lossline.specification.TrialSpecification;
import dev.lossline.specification.reader.Expansion;
import dev.lossline.specification.reader.SpecificationReader;
import dev.lossline.training.Checkpoint;
import dev.lossline.training.EpochResult;
import dev.lossline.training.TrainingResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SleepingTrainingTest {
    private final SleepingTraining training = new SleepingTraining(null, Duration.ofMillis(1));
    private final List<Integer> epochs = new ArrayList<>();

    @Test
    void reportsEveryEpochAndAModelOfRealisticSize() throws Exception {
        TrainingResult result =
                training.prepare(trial(), Optional.empty()).run().run((epoch, checkpoint) -> epochs.add(epoch.epoch()));
        assertThat(epochs).containsExactly(1, 2, 3);
        assertThat(result.stopped()).isFalse();
        assertThat(result.checkpoint().modelSafetensors(Map.of())).hasSizeGreaterThan(784 * 10 * Float.BYTES);
    }

    @Test
    void stopsOnRequestAndResumesFromItsCheckpoint() throws Exception {
        TrainingResult stopped = training.prepare(trial(), Optional.empty())
                .run()
                .run((EpochResult epoch, java.util.function.Supplier<Checkpoint> state) -> false);
        assertThat(stopped.stopped()).isTrue();
        Checkpoint kept = Checkpoint.fromSafetensors(stopped.checkpoint().toSafetensors(Map.of()));
        training.prepare(trial(), Optional.of(kept)).run().run((epoch, checkpoint) -> epochs.add(epoch.epoch()));
        assertThat(epochs).containsExactly(2, 3);
    }

    private static TrialSpecification trial() throws Exception {
        return new Expansion(new SpecificationReader(10).read(Json.MAPPER.readTree("""
                                {"name": "a", "model": {"hidden": []}, "training": {"epochs": 3}}""")))
                .specifications()
                .getFirst();
    }
}
