package dev.lossline.contract.topic;

import dev.lossline.contract.event.Event;
import dev.lossline.contract.event.ExperimentEvent;
import dev.lossline.contract.event.TrialEvent;
import dev.lossline.specification.Device;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A Kafka topic and its configuration.
 *
 * @param config topic settings, by Kafka's names
 */
public record Topic(String name, int partitions, Map<String, String> config) {
    /** The maximum size of an event. The broker rejects larger ones, before a service has to hold them in memory. */
    public static final int MAX_EVENT_BYTES = 4 << 20;

    private static final String MAX_BYTES = "max.message.bytes";
    private static final String RETENTION = "retention.ms";
    private static final String THIRTY_DAYS = Long.toString(Duration.ofDays(30).toMillis());

    private static final Map<String, String> UNLIMITED_RETENTION =
            Map.of(RETENTION, "-1", "retention.bytes", "-1", MAX_BYTES, Integer.toString(MAX_EVENT_BYTES));
    private static final Map<String, String> EVENTS_FOR_THIRTY_DAYS =
            Map.of(RETENTION, THIRTY_DAYS, MAX_BYTES, Integer.toString(MAX_EVENT_BYTES));

    /** The maximum size of a checkpoint or model. */
    public static final int MAX_CHECKPOINT_BYTES = 64 << 20;

    /** The maximum size of any message: a dead letter contains a checkpoint and the reason. */
    public static final int MAX_MESSAGE_BYTES = MAX_CHECKPOINT_BYTES + (1 << 20);

    public static final Topic EXPERIMENTS = new Topic("lossline.experiments", 1, UNLIMITED_RETENTION);

    /**
     * One partition, which all trainers share. With several, the broker would assign each trainer its own, and trials
     * would wait for a busy trainer while others are idle: docs/adr/0001-one-partition-per-trial-queue.md.
     */
    public static final Topic TRIALS_CPU = new Topic("lossline.trials.cpu", 1, EVENTS_FOR_THIRTY_DAYS);

    public static final Topic TRIALS_GPU = new Topic("lossline.trials.gpu", 1, EVENTS_FOR_THIRTY_DAYS);
    public static final Topic TRAINING = new Topic("lossline.training", 8, UNLIMITED_RETENTION);
    public static final Topic CHECKPOINTS = new Topic(
            "lossline.checkpoints",
            8,
            Map.of("cleanup.policy", "compact", MAX_BYTES, Integer.toString(MAX_CHECKPOINT_BYTES)));
    public static final Topic EVALUATIONS = new Topic("lossline.evaluations", 4, UNLIMITED_RETENTION);
    public static final Topic DEAD_LETTERS = new Topic(
            "lossline.dead-letters", 1, Map.of(RETENTION, THIRTY_DAYS, MAX_BYTES, Integer.toString(MAX_MESSAGE_BYTES)));

    public static final List<Topic> ALL =
            List.of(EXPERIMENTS, TRIALS_CPU, TRIALS_GPU, TRAINING, CHECKPOINTS, EVALUATIONS, DEAD_LETTERS);

    /** The topic of an event. */
    public static Topic of(Event event) {
        return switch (event) {
            case ExperimentEvent experiment -> EXPERIMENTS;
            case TrialEvent.TrialRequested requested -> trials(requested.trial().device());
            case TrialEvent.TrialEvaluated evaluated -> EVALUATIONS;
            case TrialEvent.EvaluationFailed failed -> EVALUATIONS;
            case TrialEvent trial -> TRAINING;
        };
    }

    /** The work queue of a device's trainers. */
    public static Topic trials(Device device) {
        return switch (device) {
            case CPU -> TRIALS_CPU;
            case GPU -> TRIALS_GPU;
        };
    }

    /** The share group of a device's trainers. */
    public static String trainers(Device device) {
        return "lossline.trainers." + device.id();
    }
}
