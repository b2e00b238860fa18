package dev.lossline.orchestrator;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Settings of the orchestrator. */
@ConfigMapping(prefix = "lossline")
interface OrchestratorConfig {
    /** Asked of every writing call as {@code Authorization: Bearer …}; nothing is asked where it is not set. */
    Optional<String> apiToken();

    /** How many trials one experiment may have. */
    @WithDefault("20000")
    int maxTrialsPerExperiment();

    /** How large the document of an experiment may be. */
    @WithDefault("1M")
    MemorySize maxDocumentSize();

    /** How long a submission waits for the broker's acknowledgement before it answers that it failed. */
    @WithDefault("10s")
    Duration publishTimeout();

    /** How long a submission waits to be recorded, so that whoever submitted can read it at once. */
    @WithDefault("3s")
    Duration recordTimeout();

    /** How many event streams may be open at a time; each reads the log by itself. */
    @WithDefault("100")
    int maxEventStreams();

    /** How the reconciler requests lost trials again. */
    Reconciler reconciler();

    /** Settings of the reconciler. */
    interface Reconciler {
        /** How often it looks for trials that nobody works on. */
        @WithDefault("30s")
        Duration every();

        /** How long a trial is silent before it counts as lost; longer than the longest epoch. */
        @WithDefault("5m")
        Duration silence();
    }
}
