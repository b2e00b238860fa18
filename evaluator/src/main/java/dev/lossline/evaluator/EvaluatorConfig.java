package dev.lossline.evaluator;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;

/** Settings of the evaluator. */
@ConfigMapping(prefix = "lossline.evaluator")
public interface EvaluatorConfig {
    /** The directory of datasets; missing ones are downloaded to it. */
    @WithDefault("${lossline.datasets:${HOME:${user.home}}/.lossline/datasets}")
    Path datasets();

    /** The delay before a failed operation of the database or the broker is retried. */
    @WithDefault("1s")
    Duration retryDelay();

    /** How long a transaction waits for rows locked by another evaluator before it logs that and retries. */
    @WithDefault("10s")
    Duration lockTimeout();

    /** How long a transaction may be idle, for example because its evaluator is frozen; then the database aborts it. */
    @WithDefault("15s")
    Duration standstillTimeout();

    /** The replication factor of topics that it creates; with 3, one broker can be down. Default: the broker's. */
    @WithDefault("${lossline.topic-replication:}")
    OptionalInt topicReplication();
}
