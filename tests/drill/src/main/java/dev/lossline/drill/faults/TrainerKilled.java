package dev.lossline.drill.faults;

import dev.lossline.drill.harness.Await;
import dev.lossline.drill.harness.Drill;
import dev.lossline.drill.harness.DrillContext;
import dev.lossline.drill.harness.DrillStack;
import dev.lossline.drill.harness.Figure;
import dev.lossline.drill.harness.Findings;
import dev.lossline.drill.harness.StackPlan;
import dev.lossline.drill.harness.StackProcess;
import dev.lossline.drill.results.Equality;
import dev.lossline.drill.results.SubmittedExperiment;
import dev.lossline.drill.results.Takeover;
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
    private static final Duration SLACK = Duration.ofSeconds(5);

    private static final Duration CHECKPOINTS = Duration.ofSeconds(3);
    private static final Duration DEADLINE = Duration.ofMinutes(8);

    /** A trial that is nearly trained could end before the kill reaches its trainer. */
    private static final int EPOCHS_TO_SPARE = 12;

    @Override
    public String name() {
        return "trainer-killed";
    }

    @Override
    public String sentence() {
        return "kill -9 of trainers in the middle of trials, again and again: every trial completes with the same numbers";
    }

    @Override
    public Findings run(DrillContext context) throws InterruptedException {
        int trials = context.choose(3, 2);
        try (DrillStack stack = context.start(StackPlan.withTrainers(trials + 1).checkpointEvery(CHECKPOINTS))) {
            context.step("training undisturbed");
            SubmittedExperiment undisturbed = SubmittedExperiment.submit(context, stack, yaml(context, trials));
            undisturbed.awaitFinished(DEADLINE);
            SubmittedExperiment harmed = SubmittedExperiment.submit(context, stack, yaml(context, trials));
            List<Instant> kills = kill(context, stack, harmed);
            context.step("waiting for the end");
            harmed.awaitFinished(DEADLINE);
            return findings(stack, undisturbed, harmed, kills);
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

    private static List<Instant> kill(DrillContext context, DrillStack stack, SubmittedExperiment harmed)
            throws InterruptedException {
        int most = context.choose(12, 3);
        Random random = context.random();
        List<Instant> kills = new ArrayList<>();
        while (kills.size() < most) {
            context.step("kill %d of %d".formatted(kills.size() + 1, most));
            harmed.awaitEpochs(4 + random.nextInt(context.choose(20, 8)), DEADLINE);
            if (harmed.fewestEpochsLeft() < EPOCHS_TO_SPARE) {
                break;
            }
            StackProcess trainer = stack.busyTrainer(random);
            long attempts = harmed.attempts();
            kills.add(trainer.kill());
            trainer.start();
            Await.until("the trial is taken over", DrillStack.LOCK.plus(SLACK), () -> harmed.attempts() > attempts);
        }
        return kills;
    }

    private static Findings findings(
            DrillStack stack, SubmittedExperiment undisturbed, SubmittedExperiment harmed, List<Instant> kills) {
        List<TrialTrace> traces = harmed.traces();
        List<Takeover> takeovers = traces.stream()
                .flatMap(trace -> trace.takeovers(kills).stream())
                .toList();
        Duration waited = longest(takeovers.stream().map(Takeover::waited).toList());
        Duration lost = longest(takeovers.stream().map(Takeover::lost).toList());
        Duration allowedLoss = CHECKPOINTS.plus(longestEpoch(traces));
        Findings findings = Findings.after("kill -9 of one of %d trainers in the middle of %d trials, %d times"
                .formatted(stack.trainers().size(), harmed.trials(), kills.size()));
        Equality.checkWhole(findings, harmed);
        Equality.check(findings, undisturbed, harmed);
        findings.checkAll("each killed trial was taken over", takeovers.size(), kills.size());
        findings.check(
                "taken over within the lock of %d s".formatted(DrillStack.LOCK.toSeconds()),
                waited.compareTo(DrillStack.LOCK) <= 0,
                "at most " + Figure.seconds(waited));
        findings.check(
                "work lost is at most %d s since the checkpoint and an epoch".formatted(CHECKPOINTS.toSeconds()),
                lost.compareTo(allowedLoss) <= 0,
                "at most %s of %s".formatted(Figure.seconds(lost), Figure.seconds(allowedLoss)));
        return findings.figure("attempts", Long.toString(harmed.attempts()))
                .figure("epochs trained twice", Long.toString(trainedTwice(traces)));
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
