package dev.lossline.stack;

import java.util.Locale;
import java.util.Optional;

/** One of Lossline's services. */
public enum Service {
    /** Resending a dead letter of 64 MiB holds it twice. */
    ORCHESTRATOR("orchestrator", "orchestrator", "384m", "lossline_reader"),
    /** Its two readers of checkpoints and a dead letter can each hold one of 64 MiB, with what it was fetched in. */
    EVALUATOR("evaluator", "evaluator", "768m", "lossline_writer"),
    /**
     * Weights, gradients and images are outside the heap. Checkpoints are in it, in each slot up to three of 192 MB: the
     * one that training started from, the one that is being written, and the next.
     */
    TRAINER("trainer (CPU)", "trainer-cpu", "1536m", null);

    private final String title;
    private final String module;
    private final String heap;
    private final String databaseRole;

    Service(String title, String module, String heap, String databaseRole) {
        this.title = title;
        this.module = module;
        this.heap = heap;
        this.databaseRole = databaseRole;
    }

    /** The display name. */
    public String title() {
        return title;
    }

    /** The name of its files and folders. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The signal for a clean shutdown. */
    public StopSignal stopSignal() {
        return StopSignal.TERM;
    }

    /** The module that it is built in. */
    String module() {
        return module;
    }

    String heap() {
        return heap;
    }

    /** Its database role, which is also its password on a local stack; empty if it uses no database. */
    Optional<String> databaseRole() {
        return Optional.ofNullable(databaseRole);
    }
}
