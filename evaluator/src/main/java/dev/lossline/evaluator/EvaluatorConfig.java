package dev.lossline.evaluator;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;

/** Settings of the evaluator. */
@ConfigMapping(prefix = "lossline.evaluator")
interface EvaluatorConfig {
    /** Where datasets lie, and are put once they were fetched. */
    @WithDefault("${lossline.datasets:${HOME:${user.home}}/.lossline/datasets}")
    Path datasets();

    /** How long to wait before trying again what the database or the broker could not do. */
    @WithDefault("1s")
    Duration retryDelay();

    /** How long a transaction waits for rows that another evaluator writes; then it says so and tries again. */
    @WithDefault("10s")
    Duration lockTimeout();

    /** How long a transaction may stand still, as where its evaluator is frozen; then the database ends it for others. */
    @WithDefault("15s")
    Duration standstillTimeout();

    /** How many brokers have each topic that it creates; of three, one may be away. The broker's default where not set. */
    @WithDefault("${lossline.topic-replication:}")
    OptionalInt topicReplication();
}
