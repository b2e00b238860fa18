package dev.lossline.stack;

import java.util.Locale;
import java.util.Optional;

/** One of Lossline's own services. */
public enum Service {
    /** A dead letter of 64 MiB that is sent again is held twice. */
    ORCHESTRATOR("orchestrator", "orchestrator", "384m", "lossline_reader"),
    /** Its two readers of checkpoints and a dead letter can each hold one of 64 MiB, with what it was fetched in. */
    EVALUATOR("evaluator", "evaluator", "768m", "lossline_writer"),
    /** Its weights, gradients and images are outside the heap. */
    TRAINER("trainer (CPU)", "trainer-cpu", "1g", null);

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

    /** The name for people. */
    public String title() {
        return title;
    }

    /** The name of its files. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The signal that ends it in order. */
    public StopSignal stopSignal() {
        return StopSignal.TERM;
    }

    /** The folder of the repository that it is built in. */
    String module() {
        return module;
    }

    String heap() {
        return heap;
    }

    /** The role that it has in the database, which is its password too; empty where it uses none. */
    Optional<String> databaseRole() {
        return Optional.ofNullable(databaseRole);
    }
}
