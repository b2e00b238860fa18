package dev.lossline.evaluator.recording;

import dev.lossline.contract.event.Event;
import dev.lossline.contract.event.ExperimentEvent;
import dev.lossline.contract.event.TrialEvent;
import dev.lossline.evaluator.recording.Batch.Content;
import dev.lossline.evaluator.recording.Batch.EventContent;
import dev.lossline.evaluator.recording.Batch.ModelContent;
import dev.lossline.evaluator.tables.ControlColumns;
import dev.lossline.evaluator.tables.EpochTable;
import dev.lossline.evaluator.tables.EvaluationFailures;
import dev.lossline.evaluator.tables.EvaluationTable;
import dev.lossline.evaluator.tables.ExperimentTable;
import dev.lossline.evaluator.tables.ModelTable;
import dev.lossline.evaluator.tables.TrialTable;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Routes events to their tables. Events are grouped by type, with one statement per table. Rows do not depend on the
 * order of events, except for controls, which are applied in log order.
 */
@ApplicationScoped
class Tables {
    private final ExperimentTable experiments;
    private final ControlColumns controls;
    private final TrialTable trials;
    private final EpochTable epochs;
    private final EvaluationTable evaluations;
    private final EvaluationFailures evaluationFailures;
    private final ModelTable models;

    Tables(
            ExperimentTable experiments,
            ControlColumns controls,
            TrialTable trials,
            EpochTable epochs,
            EvaluationTable evaluations,
            EvaluationFailures evaluationFailures,
            ModelTable models) {
        this.experiments = experiments;
        this.controls = controls;
        this.trials = trials;
        this.epochs = epochs;
        this.evaluations = evaluations;
        this.evaluationFailures = evaluationFailures;
        this.models = models;
    }

    void write(Connection connection, List<Content> contents) throws SQLException {
        Kinds kinds = new Kinds(contents);
        experiments.submitted(connection, kinds.of(ExperimentEvent.ExperimentSubmitted.class));
        controls.apply(connection, kinds.of(ExperimentEvent.ControlEvent.class));
        controls.copyToTrials(connection, kinds.of(ExperimentEvent.class));
        trials.started(connection, kinds.of(TrialEvent.TrialStarted.class));
        epochs.completed(connection, kinds.of(TrialEvent.EpochCompleted.class));
        trials.completed(connection, kinds.of(TrialEvent.TrialCompleted.class));
        trials.failed(connection, kinds.of(TrialEvent.TrialFailed.class));
        trials.cancelled(connection, kinds.of(TrialEvent.TrialCancelled.class));
        evaluations.evaluated(connection, kinds.of(TrialEvent.TrialEvaluated.class));
        evaluationFailures.failed(connection, kinds.of(TrialEvent.EvaluationFailed.class));
        models.trained(
                connection,
                contents.stream()
                        .filter(ModelContent.class::isInstance)
                        .map(content -> ((ModelContent) content).model())
                        .toList());
    }

    private record Kinds(List<Content> contents) {
        <E extends Event> List<E> of(Class<E> kind) {
            Function<Content, Stream<Event>> event =
                    content -> content instanceof EventContent(Event e) ? Stream.of(e) : Stream.empty();
            return contents.stream()
                    .flatMap(event)
                    .filter(kind::isInstance)
                    .map(kind::cast)
                    .toList();
        }
    }
}
