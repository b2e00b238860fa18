package dev.lossline.trainer.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** Settings of a trainer. The device is not a setting, because each trainer is built for one. */
@ConfigMapping(prefix = "lossline.trainer")
public interface TrainerConfig {
    /** The number of trials trained at the same time. Default: one per core. */
    OptionalInt slots();

    /** The directory of datasets; missing ones are downloaded to it. */
    @WithDefault("${lossline.datasets:${HOME:${user.home}}/.lossline/datasets}")
    Path datasets();

    /** The replication factor of topics that it creates; with 3, one broker can be down. Default: the broker's. */
    @WithDefault("${lossline.topic-replication:}")
    OptionalInt topicReplication();

    /** Exit after this time without a trial; must be longer than joining the group takes. If not set, never exit. */
    Optional<Duration> exitWhenIdle();

    /** Settings of checkpoints during training. */
    Checkpoint checkpoint();

    /** Settings of the lock on a trial in the queue. */
    Lock lock();

    /** Settings of publishing events. */
    Publishing publishing();

    /** Settings of the shutdown. */
    Stop stop();

    /** Settings of checkpoints during training. */
    interface Checkpoint {
        /** The maximum training time lost with a trainer; longer epochs are checkpointed each time. */
        @WithDefault("10s")
        Duration interval();
    }

    /** Settings of the lock on a trial in the queue. */
    interface Lock {
        /** How long the trial of a lost trainer stays locked; by default, brokers allow 15 s to 60 s. */
        @WithDefault("15s")
        Duration duration();

        /** The interval at which the lock is renewed; should be a small fraction of the duration. */
        @WithDefault("3s")
        Duration renewal();
    }

    /** Settings of publishing events. */
    interface Publishing {
        /** The maximum number of events waiting for the broker; if the buffer is full, training waits. */
        @WithDefault("100000")
        int buffer();
    }

    /** Settings of the shutdown. */
    interface Stop {
        /** How long a trial may take to finish its epoch on shutdown; after that, the unfinished epoch is lost. */
        @WithDefault("6s")
        Duration patience();
    }
}
