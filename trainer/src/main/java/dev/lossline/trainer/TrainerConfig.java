package dev.lossline.trainer;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** What can be set for a trainer. The device is no setting: each trainer is built for one. */
@ConfigMapping(prefix = "lossline.trainer")
public interface TrainerConfig {
    /** Trials that are trained at the same time; one for each core where nothing is set. */
    OptionalInt slots();

    /** The directory where datasets are looked for, and where those that are missing are put. */
    @WithDefault("${lossline.datasets:${HOME:${user.home}}/.lossline/datasets}")
    Path datasets();

    /** How many brokers have each topic that it creates; of three, one may be away. The broker's default where not set. */
    @WithDefault("${lossline.topic-replication:}")
    OptionalInt topicReplication();

    /** How long no trial may come before the trainer ends, longer than it takes to join its group; never where not set. */
    Optional<Duration> exitWhenIdle();

    /** How a trial's state is kept while it is trained. */
    Checkpoint checkpoint();

    /** How a trial is held in the queue while it is trained. */
    Lock lock();

    /** How events leave. */
    Publishing publishing();

    /** How the trainer stops. */
    Stop stop();

    /** How a trial's state is kept while it is trained. */
    interface Checkpoint {
        /** Training time that is lost at most with a trainer; an epoch that takes longer is kept each time. */
        @WithDefault("10s")
        Duration interval();
    }

    /** How a trial is held in the queue while it is trained. */
    interface Lock {
        /** How long a trial waits for a trainer that vanished; brokers allow 15 s to 60 s unless set up otherwise. */
        @WithDefault("15s")
        Duration duration();

        /** How often a trainer says that it still trains a trial; a small part of the duration. */
        @WithDefault("3s")
        Duration renewal();
    }

    /** How events leave. */
    interface Publishing {
        /** Events that may wait for the broker before training waits for it too. */
        @WithDefault("100000")
        int buffer();
    }

    /** How the trainer stops. */
    interface Stop {
        /** How long a trial may take to end its epoch when the trainer stops; what it then has not ended is lost. */
        @WithDefault("6s")
        Duration patience();
    }
}
