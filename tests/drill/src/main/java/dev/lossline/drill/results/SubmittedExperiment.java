package dev.lossline.drill.results;

import dev.lossline.contract.event.TrialEvent;
import dev.lossline.contract.topic.Topic;
import dev.lossline.drill.harness.Await;
import dev.lossline.drill.harness.DrillContext;
import dev.lossline.drill.harness.DrillStack;
import dev.lossline.drill.harness.Progress;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** An experiment on a drill's stack. */
public final class SubmittedExperiment {
    private final DrillStack stack;
    private final Progress progress;
    private final UUID id;

    private SubmittedExperiment(DrillStack stack, Progress progress, UUID id) {
        this.stack = stack;
        this.progress = progress;
        this.id = id;
    }

    /** Submits an experiment and waits until it is recorded. */
    public static SubmittedExperiment submit(DrillContext context, DrillStack stack, String yaml)
            throws InterruptedException {
        SubmittedExperiment experiment = of(context, stack, stack.api().submit(yaml));
        Await.until("the experiment is recorded", Duration.ofSeconds(30), () -> experiment.trials() > 0);
        return experiment;
    }

    /** An experiment that was already submitted. */
    public static SubmittedExperiment of(DrillContext context, DrillStack stack, UUID id) {
        return new SubmittedExperiment(stack, context.progress(), id);
    }

    public UUID id() {
        return id;
    }

    /** Waits until all trials are trained, evaluated and recorded. */
    public void awaitFinished(Duration deadline) throws InterruptedException {
        Await.until("every trial is completed, evaluated and recorded", deadline, () -> {
            progress.update("%d epochs, %d of %d trials finished".formatted(epochs(), finished(), trials()));
            return finished() == trials();
        });
    }

    /** Waits until the given number of further epochs, or all epochs, are recorded. */
    public void awaitEpochs(long more, Duration deadline) throws InterruptedException {
        long enough = Math.min(epochs() + more, epochsInAll());
        Await.until(more + " more epochs are recorded", deadline, () -> {
            progress.update("%d of %d epochs".formatted(epochs(), epochsInAll()));
            return epochs() >= enough;
        });
    }

    public long trials() {
        return stack.tables().number("select count(*) from trial where experiment_id = ?", id);
    }

    public long finished() {
        return stack.tables().finished(id);
    }

    public long epochs() {
        return stack.tables().epochs(id);
    }

    long epochsInAll() {
        return stack.tables().number("select sum(epochs) from trial where experiment_id = ?", id);
    }

    /** The remaining epochs of the running trial that is closest to its end; 0 if no trial is running. */
    public long fewestEpochsLeft() {
        return stack.tables().number("""
                select coalesce(min(t.epochs - (select count(*) from epoch e where e.trial_id = t.trial_id)), 0)
                from trial t where t.experiment_id = ? and t.state = 'running'""", id);
    }

    public long attempts() {
        return stack.tables().attempts(id);
    }

    List<TrialResult> results() {
        return TrialResult.of(stack.tables(), id);
    }

    /** The traces of its trials in the log, by number. */
    public List<TrialTrace> traces() {
        return TrialTrace.of(stack.log().events(Topic.TRAINING, TrialEvent.class).stream()
                .filter(event -> event.experimentId().equals(id))
                .toList());
    }
}
