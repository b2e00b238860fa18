package dev.lossline.drill.faults;

import dev.lossline.drill.harness.Await;
import dev.lossline.drill.harness.Drill;
import dev.lossline.drill.harness.DrillContext;
import dev.lossline.drill.harness.DrillStack;
import dev.lossline.drill.harness.Measurement;
import dev.lossline.drill.harness.Outcome;
import dev.lossline.drill.harness.StackPlan;
import dev.lossline.drill.harness.StackProcess;
import dev.lossline.drill.results.Equality;
import dev.lossline.drill.results.Recovery;
import dev.lossline.drill.results.SubmittedExperiment;
import dev.lossline.drill.results.TrialTrace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** Trainers are killed again and again in the middle of trials. */
final class TrainerKilled implements Drill {
    /** To notice that the lock is over, to read the checkpoint, and to start on a machine that has other work. */
    private static final Duration TAKEOVER_MARGIN = Duration.ofSeconds(5);

    private static final Duration CHECKPOINTS = Duration.ofSeconds(3);
    private static final Duration DEADLINE = Duration.ofMinutes(8);

    /** A trial that is nearly trained could end before the kill reaches its trainer. */
    private static final int MIN_EPOCHS_LEFT = 12;

    @Override
    public String name() {
        return "trainer-killed";
    }

    @Override
    public String sentence() {
        return "repeated kill -9 of trainers during trials: every trial completes with the same numbers";
    }

    @Override
    public Outcome run(DrillContext context) throws InterruptedException {
        int trials = context.choose(3, 2);
        try (DrillStack stack = context.start(StackPlan.withTrainers(trials + 1).checkpointEvery(CHECKPOINTS))) {
            context.step("training without a fault");
            SubmittedExperiment undisturbed = SubmittedExperiment.submit(context, stack, yaml(context, trials));
            undisturbed.awaitFinished(DEADLINE);
            SubmittedExperiment disturbed = SubmittedExperiment.submit(context, stack, yaml(context, trials));
            List<Instant> kills = kill(context, stack, disturbed);
            context.step("waiting for the experiment to end");
            disturbed.awaitFinished(DEADLINE);
            return outcome(stack, undisturbed, disturbed, kills);
        }
    }

    private static String yaml(DrillContext context, int trials) {
        List<String> rates = List.of("0.1", "0.05", "0.01").subList(0, trials);
        return """
                name: trainer-killed
                model: { hidden: [] }
                training: { epochs: %d }
                search: { grid: { training.optimizer.learningRate: %s } }
                """.formatted(context.choose(200, 60), rates);
    }

    private static List<Instant> kill(DrillContext context, DrillStack stack, SubmittedExperiment disturbed)
            throws InterruptedException {
        int most = context.choose(12, 3);
        Random random = context.random();
        List<Instant> kills = new ArrayList<>();
        while (kills.size() < most) {
            context.step("kill %d of %d".formatted(kills.size() + 1, most));
            disturbed.awaitEpochs(4 + random.nextInt(context.choose(20, 8)), DEADLINE);
            if (disturbed.fewestEpochsLeft() < MIN_EPOCHS_LEFT) {
                break;
            }
            StackProcess trainer = stack.busyTrainer(random);
            long attempts = disturbed.attempts();
            kills.add(trainer.kill());
            trainer.start();
            Await.until(
                    "the trial is taken over",
                    DrillStack.LOCK.plus(TAKEOVER_MARGIN),
                    () -> disturbed.attempts() > attempts);
        }
        return kills;
    }

    private static Outcome outcome(
            DrillStack stack, SubmittedExperiment undisturbed, SubmittedExperiment disturbed, List<Instant> kills) {
        List<TrialTrace> traces = disturbed.traces();
        List<Recovery> recoveries = traces.stream()
                .flatMap(trace -> trace.recoveries(kills).stream())
                .toList();
        Duration waited = longest(recoveries.stream().map(Recovery::waited).toList());
        Duration lost = longest(recoveries.stream().map(Recovery::lost).toList());
        Duration allowedLoss = CHECKPOINTS.plus(longestEpoch(traces));
        Outcome outcome = Outcome.after("kill -9 of one of %d trainers during %d trials, %d times"
                .formatted(stack.trainers().size(), disturbed.trials(), kills.size()));
        Equality.checkWhole(outcome, disturbed);
        Equality.check(outcome, undisturbed, disturbed);
        outcome.checkAll("each interrupted trial was taken over", recoveries.size(), kills.size());
        outcome.check(
                "taken over within the lock duration of %d s".formatted(DrillStack.LOCK.toSeconds()),
                waited.compareTo(DrillStack.LOCK) <= 0,
                "at most " + Measurement.seconds(waited));
        outcome.check(
                "lost work is at most %d s since the checkpoint plus one epoch".formatted(CHECKPOINTS.toSeconds()),
                lost.compareTo(allowedLoss) <= 0,
                "at most %s of %s".formatted(Measurement.seconds(lost), Measurement.seconds(allowedLoss)));
        return outcome.measured("attempts", Long.toString(disturbed.attempts()))
                .measured("epochs trained twice", Long.toString(trainedTwice(traces)));
    }

    private static long trainedTwice(List<TrialTrace> traces) {
        return traces.stream()
                .mapToLong(trace -> trace.epochs().size()
                        - trace.epochs().stream().map(e -> e.epoch()).distinct().count())
                .sum();
    }

    private static Duration longestEpoch(List<TrialTrace> traces) {
        return Duration.ofMillis(Math.round(1000
                * traces.stream()
                        .flatMap(trace -> trace.epochs().stream())
                        .mapToDouble(epoch -> epoch.seconds())
                        .max()
                        .orElse(0)));
    }

    private static Duration longest(Collection<Duration> durations) {
        return durations.stream().max(Comparator.naturalOrder()).orElse(Duration.ZERO);
    }
}
