package dev.lossline.contract;

import java.util.List;

/**
 * Who reads the log. The services' {@code application.properties} say the same to their channels.
 *
 * @param id the name that the broker knows it by
 * @param topics what it reads
 */
public record ConsumerGroup(String id, List<Topic> topics) {
    /** The orchestrator's: requests the trials of submitted experiments. */
    public static final ConsumerGroup DISPATCHER = new ConsumerGroup("lossline.dispatcher", List.of(Topic.EXPERIMENTS));

    /** The evaluator's: writes the log into the tables. */
    public static final ConsumerGroup RECORDER = new ConsumerGroup(
            "lossline.recorder", List.of(Topic.EXPERIMENTS, Topic.TRAINING, Topic.EVALUATIONS, Topic.CHECKPOINTS));

    /** The evaluator's: scores trained models, and again those whose evaluation is retried. */
    public static final ConsumerGroup EVALUATOR =
            new ConsumerGroup("lossline.evaluator", List.of(Topic.CHECKPOINTS, Topic.EXPERIMENTS));

    public static final List<ConsumerGroup> ALL = List.of(DISPATCHER, RECORDER, EVALUATOR);
}
