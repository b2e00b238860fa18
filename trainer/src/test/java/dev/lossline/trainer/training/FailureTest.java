package dev.lossline.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.EngineException;
import dev.lossline.contract.event.TrialEvent.FailureKind;
import dev.lossline.trainer.Trials;
import org.junit.jupiter.api.Test;

class FailureTest {
    @Test
    void knowsThatJavasMemoryIsExhausted() {
        assertThat(Failure.of(new OutOfMemoryError("Java heap space"), Trials.sgd(1)))
                .isEqualTo(new Failure(
                        FailureKind.OUT_OF_MEMORY, "the trainer's Java memory is exhausted: Java heap space"));
    }

    @Test
    void knowsThatTheDevicesMemoryIsExhausted() {
        var cause = new EngineException("DefaultCPUAllocator: can't allocate memory: you tried to allocate 8 bytes");
        assertThat(Failure.of(cause, Trials.sgd(1)).kind()).isEqualTo(FailureKind.OUT_OF_MEMORY);
        assertThat(Failure.of(new EngineException("CUDA out of memory."), Trials.sgd(1))
                        .kind())
                .isEqualTo(FailureKind.OUT_OF_MEMORY);
    }

    @Test
    void saysWhatElseWentWrong() {
        assertThat(Failure.of(new EngineException("mat1 and mat2 shapes"), Trials.sgd(1)))
                .isEqualTo(new Failure(FailureKind.ERROR, "EngineException: mat1 and mat2 shapes"));
    }
}
