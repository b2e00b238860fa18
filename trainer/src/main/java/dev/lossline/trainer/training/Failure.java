package dev.lossline.trainer.training;

import ai.djl.engine.EngineException;
import dev.lossline.contract.event.TrialEvent.FailureKind;
import dev.lossline.specification.TrialSpecification;
import dev.lossline.training.NonFiniteException;
import java.util.Locale;

/**
 * The reason for a trial's failure.
 *
 * @param reason a human-readable sentence
 */
public record Failure(FailureKind kind, String reason) {

    /** Describes an exception that ended the trial. */
    public static Failure of(Throwable cause, TrialSpecification trial) {
        return switch (cause) {
            case NonFiniteException e ->
                new Failure(
                        FailureKind.NON_FINITE_LOSS,
                        "%s (it is %s)"
                                .formatted(
                                        e.getMessage(),
                                        trial.training().optimizer().learningRate()));
            case OutOfMemoryError e ->
                new Failure(FailureKind.OUT_OF_MEMORY, "the trainer's Java memory is exhausted: " + message(e));
            case EngineException e
            when isOutOfMemory(e) ->
                new Failure(FailureKind.OUT_OF_MEMORY, "the device's memory is exhausted: " + message(e));
            default -> new Failure(FailureKind.ERROR, cause.getClass().getSimpleName() + ": " + message(cause));
        };
    }

    /**
     * PyTorch reports it only in the message, on the CPU ("DefaultCPUAllocator: can't allocate memory") and on the GPU.
     */
    private static boolean isOutOfMemory(EngineException e) {
        String text = message(e).toLowerCase(Locale.ROOT);
        return text.contains("out of memory") || text.contains("can't allocate memory");
    }

    private static String message(Throwable cause) {
        return cause.getMessage() == null ? "no message" : cause.getMessage();
    }
}
