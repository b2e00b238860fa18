package dev.lossline.drill.faults;

import dev.lossline.drill.harness.Await;
import dev.lossline.drill.harness.Drill;
import dev.lossline.drill.harness.DrillContext;
import dev.lossline.drill.harness.DrillStack;
import dev.lossline.drill.harness.Measurement;
import dev.lossline.drill.harness.Outcome;
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
    private static final Duration TAKEOVER_MARGIN = Duration.ofSeconds(5);

    private static final Duration DEADLINE = Duration.ofMinutes(8);
    private static final int EPOCHS_OF_SECOND_TRIAL = 3;

    /** More than a round takes: what is frozen at its last epoch has none to go on with. */
    private static final int MIN_EPOCHS_LEFT = 60;

    @Override
    public String name() {
        return "trainer-frozen";
    }

    @Override
    public String sentence() {
        return "SIGSTOP of a trainer until its lock expires, then SIGCONT: attempts overlap, results are recorded once and equal";
    }

    @Override
    public Outcome run(DrillContext context) throws InterruptedException {
        String yaml = """
                name: trainer-frozen
                model: { hidden: [] }
                training: { epochs: %d }
                """.formatted(context.choose(400, 140));
        try (DrillStack stack = context.start(StackPlan.withTrainers(2).checkpointEvery(Duration.ofSeconds(3)))) {
            context.step("training without a fault");
            SubmittedExperiment undisturbed = SubmittedExperiment.submit(context, stack, yaml);
            undisturbed.awaitFinished(DEADLINE);
            SubmittedExperiment disturbed = SubmittedExperiment.submit(context, stack, yaml);
            List<Duration> waits = freeze(context, stack, disturbed);
            context.step("waiting for the experiment to end");
            disturbed.awaitFinished(DEADLINE);
            return outcome(undisturbed, disturbed, waits);
        }
    }

    /**
     * Freezes the given number of times, and again until attempts have overlapped: a trainer frozen between two epochs
     * may learn that it has lost the trial before it begins the next epoch.
     *
     * @return how long the trial waited for the other trainer each time
     */
    private static List<Duration> freeze(DrillContext context, DrillStack stack, SubmittedExperiment disturbed)
            throws InterruptedException {
        List<Duration> waits = new ArrayList<>();
        Random random = context.random();
        while (waits.size() < context.choose(3, 1) || overlapping(disturbed) == 0) {
            context.step("freezing the busy trainer, time " + (waits.size() + 1));
            disturbed.awaitEpochs(8 + random.nextInt(8), DEADLINE);
            if (disturbed.fewestEpochsLeft() < MIN_EPOCHS_LEFT) {
                break;
            }
            waits.add(freeze(stack, disturbed, random));
        }
        return waits;
    }

    /** Returns how long the trial waited for the other trainer. */
    private static Duration freeze(DrillStack stack, SubmittedExperiment disturbed, Random random)
            throws InterruptedException {
        StackProcess trainer = stack.busyTrainer(random);
        long attempts = disturbed.attempts();
        Instant frozen = Instant.now();
        trainer.freeze();
        Await.until(
                "the other trainer takes over the trial",
                DrillStack.LOCK.plus(TAKEOVER_MARGIN).multipliedBy(2),
                () -> disturbed.attempts() > attempts);
        Duration waited = Duration.between(frozen, Instant.now());
        disturbed.awaitEpochs(EPOCHS_OF_SECOND_TRIAL, DEADLINE);
        trainer.thaw();
        Await.until(
                "one trainer has released the trial", DrillStack.LOCK.plus(TAKEOVER_MARGIN), () -> busy(stack) <= 1);
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

    private static Outcome outcome(
            SubmittedExperiment undisturbed, SubmittedExperiment disturbed, List<Duration> waits) {
        Duration longest = waits.stream().max(Comparator.naturalOrder()).orElse(Duration.ZERO);
        Duration allowed = DrillStack.LOCK.plus(TAKEOVER_MARGIN);
        long overlapping = overlapping(disturbed);
        Outcome outcome = Outcome.after("a trainer was frozen during a trial until its lock of %d s expired, %d times"
                .formatted(DrillStack.LOCK.toSeconds(), waits.size()));
        outcome.check(
                "another trainer takes over within %d s of the lock's expiry".formatted(TAKEOVER_MARGIN.toSeconds()),
                longest.compareTo(allowed) <= 0,
                "at most " + Measurement.seconds(longest));
        outcome.check("attempts overlap", overlapping > 0, overlapping + " epochs");
        Equality.checkWhole(outcome, disturbed);
        Equality.check(outcome, undisturbed, disturbed);
        return outcome.measured("attempts", Long.toString(disturbed.attempts()));
    }
}
