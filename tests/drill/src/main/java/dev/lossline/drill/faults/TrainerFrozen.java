package dev.lossline.drill.faults;

import dev.lossline.drill.harness.Await;
import dev.lossline.drill.harness.Drill;
import dev.lossline.drill.harness.DrillContext;
import dev.lossline.drill.harness.DrillStack;
import dev.lossline.drill.harness.Figure;
import dev.lossline.drill.harness.Findings;
import dev.lossline.drill.harness.ServiceMeter;
import dev.lossline.drill.harness.StackPlan;
import dev.lossline.drill.harness.StackProcess;
import dev.lossline.drill.results.Equality;
import dev.lossline.drill.results.SubmittedExperiment;
import dev.lossline.drill.results.TrialTrace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** A trainer stands still for longer than its lock, and then goes on as if nothing had been. */
final class TrainerFrozen implements Drill {
    /** To notice that the lock is over, to read the checkpoint, and to start on a machine that has other work. */
    private static final Duration SLACK = Duration.ofSeconds(5);

    private static final Duration DEADLINE = Duration.ofMinutes(8);
    private static final int EPOCHS_OF_THE_SECOND = 3;

    /** More than a round takes: what is frozen at its last epoch has none to go on with. */
    private static final int EPOCHS_TO_SPARE = 60;

    @Override
    public String name() {
        return "trainer-frozen";
    }

    @Override
    public String sentence() {
        return "SIGSTOP of a trainer past its lock, then SIGCONT: two attempts overlap, results are single and equal";
    }

    @Override
    public Findings run(DrillContext context) throws InterruptedException {
        String yaml = """
                name: trainer-frozen
                model: { hidden: [] }
                training: { epochs: %d }
                """.formatted(context.choose(400, 140));
        try (DrillStack stack = context.start(StackPlan.withTrainers(2).checkpointEvery(Duration.ofSeconds(3)))) {
            context.step("training undisturbed");
            SubmittedExperiment undisturbed = SubmittedExperiment.submit(context, stack, yaml);
            undisturbed.awaitFinished(DEADLINE);
            SubmittedExperiment harmed = SubmittedExperiment.submit(context, stack, yaml);
            List<Duration> waits = freeze(context, stack, harmed);
            context.step("waiting for the end");
            harmed.awaitFinished(DEADLINE);
            return findings(undisturbed, harmed, waits);
        }
    }

    /**
     * Freezes as often as it is to, and again where no attempts have overlapped yet: a trainer that was frozen between
     * two epochs may learn that it has lost the trial before it begins the next.
     *
     * @return how long the trial waited for the other trainer each time
     */
    private static List<Duration> freeze(DrillContext context, DrillStack stack, SubmittedExperiment harmed)
            throws InterruptedException {
        List<Duration> waits = new ArrayList<>();
        Random random = context.random();
        while (waits.size() < context.choose(3, 1) || overlapping(harmed) == 0) {
            context.step("freezing the trainer that trains, time " + (waits.size() + 1));
            harmed.awaitEpochs(8 + random.nextInt(8), DEADLINE);
            if (harmed.fewestEpochsLeft() < EPOCHS_TO_SPARE) {
                break;
            }
            waits.add(freeze(stack, harmed, random));
        }
        return waits;
    }

    /** Returns how long the trial waited for the other trainer. */
    private static Duration freeze(DrillStack stack, SubmittedExperiment harmed, Random random)
            throws InterruptedException {
        StackProcess trainer = stack.busyTrainer(random);
        long attempts = harmed.attempts();
        Instant frozen = Instant.now();
        trainer.freeze();
        Await.until(
                "the other trainer takes the trial over",
                DrillStack.LOCK.plus(SLACK).multipliedBy(2),
                () -> harmed.attempts() > attempts);
        Duration waited = Duration.between(frozen, Instant.now());
        harmed.awaitEpochs(EPOCHS_OF_THE_SECOND, DEADLINE);
        trainer.thaw();
        Await.until("one trainer has let go of the trial", DrillStack.LOCK.plus(SLACK), () -> busy(stack) <= 1);
        return waited;
    }

    private static int busy(DrillStack stack) throws InterruptedException {
        int busy = 0;
        for (StackProcess trainer : stack.trainers()) {
            busy += (int) ServiceMeter.busySlots(trainer).value();
        }
        return busy;
    }

    private static long overlapping(SubmittedExperiment experiment) {
        return experiment.traces().stream().mapToLong(TrialTrace::overlapping).sum();
    }

    private static Findings findings(
            SubmittedExperiment undisturbed, SubmittedExperiment harmed, List<Duration> waits) {
        Duration longest = waits.stream().max(Comparator.naturalOrder()).orElse(Duration.ZERO);
        Duration allowed = DrillStack.LOCK.plus(SLACK);
        long overlapping = overlapping(harmed);
        Findings findings =
                Findings.after("a trainer in the middle of a trial was frozen past its lock of %d s, %d times"
                        .formatted(DrillStack.LOCK.toSeconds(), waits.size()));
        findings.check(
                "another trainer takes over within the lock and %d s".formatted(SLACK.toSeconds()),
                longest.compareTo(allowed) <= 0,
                "at most " + Figure.seconds(longest));
        findings.check("attempts overlap", overlapping > 0, overlapping + " epochs");
        Equality.checkWhole(findings, harmed);
        Equality.check(findings, undisturbed, harmed);
        return findings.figure("attempts", Long.toString(harmed.attempts()));
    }
}
