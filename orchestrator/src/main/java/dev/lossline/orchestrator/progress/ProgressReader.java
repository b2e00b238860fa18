package dev.lossline.orchestrator.progress;

import dev.lossline.contract.event.Event;
import dev.lossline.contract.event.ExperimentControl.Running;
import dev.lossline.contract.event.ExperimentEvent.ExperimentSubmitted;
import dev.lossline.contract.event.TrialEvent;
import dev.lossline.contract.event.UnreadableEventException;
import dev.lossline.contract.topic.EventMessage;
import dev.lossline.contract.topic.MessageFault;
import dev.lossline.contract.topic.Topic;
import dev.lossline.contract.topic.TrialPartitioner;
import dev.lossline.orchestrator.kafka.LogReader;
import dev.lossline.orchestrator.kafka.LogReader.Range;
import dev.lossline.orchestrator.problem.ProblemException;
import dev.lossline.orchestrator.progress.ExperimentFold.Known;
import dev.lossline.orchestrator.results.Queries;
import dev.lossline.specification.Trial;
import dev.lossline.specification.TrialId;
import dev.lossline.specification.reader.Expansion;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the progress of experiments from the tables and the part of the log that is not recorded yet. The result
 * therefore does not depend on how far the recorder lags, or whether it runs.
 */
@ApplicationScoped
public class ProgressReader {
    private static final String TRIALS = """
            select t.number, coalesce(t.started_attempt, 0) as started, coalesce(t.failed_attempt, 0) as failed,
              t.completed_at is not null as completed, t.cancelled_at is not null as cancelled,
              t.evaluated, coalesce(t.failed_evaluation, 0) as failed_evaluation
            from trial t where t.experiment_id = ? and t.specification is not null""";

    private final Queries queries;
    private final Recording recording;
    private final LogReader log;

    ProgressReader(Queries queries, Recording recording, LogReader log) {
        this.queries = queries;
        this.recording = recording;
        this.log = log;
    }

    private record Row(int number, TrialProgress progress) {}

    /**
     * The progress of an experiment.
     *
     * @throws ProblemException 503 if the database or the broker is unavailable, or too much is not recorded
     */
    public ExperimentProgress read(UUID id, Known known) throws InterruptedException {
        // Read before the rows: a message that is recorded in between is read twice instead of never.
        Map<TopicPartition, Long> recorded = recording.recorded();
        Map<Integer, TrialProgress> trials = recordedTrials(id);
        if (trials.isEmpty()) {
            trials(id, known).forEach(trial -> trials.put(trial.id().number(), TrialProgress.NONE));
        }
        ExperimentProgress progress = new ExperimentProgress(known.control(), trials);
        // A trial of a cancelled experiment may have started even if the tables do not show it.
        ExperimentProgress uncancelled =
                new ExperimentProgress(Running.INITIAL.with(known.control().retries()), trials);
        log.read(rest(id, uncancelled, recorded), message -> add(id, message, trials));
        return progress;
    }

    /** The trials of an experiment as submitted. */
    public List<Trial> trials(UUID id, Known known) throws InterruptedException {
        return new Expansion(submission(known).specification()).trials(id);
    }

    /** The submission that counts. */
    ExperimentSubmitted submission(Known known) throws InterruptedException {
        ExperimentSubmitted[] found = {null};
        log.read(
                Map.of(ExperimentLog.PARTITION, new Range(known.submittedAt(), known.submittedAt() + 1)),
                message -> found[0] = submission(message));
        if (found[0] == null) {
            throw ProblemException.missing("The log no longer has the submission at " + known.submittedAt() + ".");
        }
        return found[0];
    }

    private static ExperimentSubmitted submission(ConsumerRecord<String, byte[]> message) {
        try {
            return EventMessage.read(message, ExperimentSubmitted.class);
        } catch (UnreadableEventException e) {
            throw new IllegalStateException("a previously read event is unreadable: " + e.getMessage(), e);
        }
    }

    private Map<Integer, TrialProgress> recordedTrials(UUID id) {
        Map<Integer, TrialProgress> trials = new TreeMap<>();
        queries.list(
                        TRIALS,
                        row -> new Row(
                                row.getInt("number"),
                                new TrialProgress(
                                        row.getInt("started"),
                                        row.getInt("failed"),
                                        row.getBoolean("completed"),
                                        row.getBoolean("cancelled"),
                                        row.getBoolean("evaluated"),
                                        row.getInt("failed_evaluation"))),
                        id)
                .forEach(row -> trials.put(row.number(), row.progress()));
        return trials;
    }

    /** The unrecorded ranges of the partitions that contain events of an unfinished trial. */
    private Map<TopicPartition, Range> rest(UUID id, ExperimentProgress progress, Map<TopicPartition, Long> recorded)
            throws InterruptedException {
        Set<TopicPartition> partitions = new HashSet<>();
        progress.unfinished().forEach(number -> {
            TrialId trial = new TrialId(id, number);
            for (Topic topic : List.of(Topic.TRAINING, Topic.EVALUATIONS)) {
                partitions.add(
                        new TopicPartition(topic.name(), TrialPartitioner.partitionOf(trial, topic.partitions())));
            }
        });
        Map<TopicPartition, Range> rest = new HashMap<>();
        log.ends(partitions)
                .forEach((partition, end) -> rest.put(partition, new Range(recorded.getOrDefault(partition, 0L), end)));
        return rest;
    }

    private static void add(UUID id, ConsumerRecord<String, byte[]> message, Map<Integer, TrialProgress> trials)
            throws InterruptedException {
        if (message.key() == null || !message.key().startsWith(id.toString())) {
            return;
        }
        try {
            if (MessageFault.refusing(() -> EventMessage.read(message, Event.class)) instanceof TrialEvent event) {
                trials.computeIfPresent(event.trialId().number(), (number, known) -> known.with(event));
            }
        } catch (UnreadableEventException e) {
            // The recorder makes it a dead letter.
        }
    }
}
