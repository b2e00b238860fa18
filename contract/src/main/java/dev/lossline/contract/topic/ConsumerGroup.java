package dev.lossline.contract.topic;

import java.util.List;

/**
 * A consumer group that reads the log. The services' {@code application.properties} contain the same values.
 *
 * @param id the name of the group at the broker
 * @param topics the topics that it reads
 */
public record ConsumerGroup(String id, List<Topic> topics) {
    /** Requests the trials of submitted experiments; part of the orchestrator. */
    public static final ConsumerGroup DISPATCHER = new ConsumerGroup("lossline.dispatcher", List.of(Topic.EXPERIMENTS));

    /** Writes the log to the tables; part of the evaluator. */
    public static final ConsumerGroup RECORDER = new ConsumerGroup(
            "lossline.recorder", List.of(Topic.EXPERIMENTS, Topic.TRAINING, Topic.EVALUATIONS, Topic.CHECKPOINTS));

    /** Scores trained models, again if an evaluation is retried; part of the evaluator. */
    public static final ConsumerGroup EVALUATOR =
            new ConsumerGroup("lossline.evaluator", List.of(Topic.CHECKPOINTS, Topic.EXPERIMENTS));

    public static final List<ConsumerGroup> ALL = List.of(DISPATCHER, RECORDER, EVALUATOR);
}
