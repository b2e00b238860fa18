package dev.lossline.drill.faults;

import dev.lossline.contract.topic.Topic;
import dev.lossline.drill.harness.Await;
import dev.lossline.drill.harness.Drill;
import dev.lossline.drill.harness.DrillContext;
import dev.lossline.drill.harness.DrillStack;
import dev.lossline.drill.harness.Measurement;
import dev.lossline.drill.harness.Outcome;
import dev.lossline.drill.harness.StackPlan;
import dev.lossline.drill.results.Equality;
import dev.lossline.drill.results.SubmittedExperiment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Kills the broker during training and restarts it on the same data, immediately or later. */
final class BrokerAway implements Drill {
    private static final Duration DEADLINE = Duration.ofMinutes(12);
    private static final int TRIALS = 2;

    private final String name;
    private final String sentence;
    private final Plan full;
    private final Plan quick;

    /**
     * The size of a run.
     *
     * @param outage how long the broker stays down
     * @param epochs epochs per trial; enough for training to outlast the outages
     */
    private record Plan(int outages, Duration outage, int epochs) {}

    /** The result of an outage. */
    private record Outage(long epochsTrained, Duration lasted, Duration untilRecorded) {}

    private BrokerAway(String name, String sentence, Plan full, Plan quick) {
        this.name = name;
        this.sentence = sentence;
        this.full = full;
        this.quick = quick;
    }

    static BrokerAway restarted() {
        return new BrokerAway(
                "broker-restarted",
                "kill -9 of Kafka during training, immediate restart: training continues, every epoch is recorded once",
                new Plan(4, Duration.ZERO, 1000),
                new Plan(2, Duration.ZERO, 400));
    }

    static BrokerAway gone() {
        return new BrokerAway(
                "broker-gone",
                "Kafka is down for two minutes during training: training continues, every epoch is recorded once",
                new Plan(1, Duration.ofMinutes(2), 1500),
                new Plan(1, Duration.ofSeconds(20), 300));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String sentence() {
        return sentence;
    }

    @Override
    public Outcome run(DrillContext context) throws InterruptedException {
        Plan plan = context.choose(full, quick);
        try (DrillStack stack = context.start(StackPlan.withTrainers(TRIALS).checkpointEvery(Duration.ofSeconds(3)))) {
            SubmittedExperiment disturbed =
                    SubmittedExperiment.submit(context, stack, """
                    name: %s
                    model: { hidden: [] }
                    training: { epochs: %d }
                    search: { grid: { training.optimizer.learningRate: [0.1, 0.01] } }
                    """.formatted(name, plan.epochs()));
            List<Outage> outages = new ArrayList<>();
            for (int i = 1; i <= plan.outages(); i++) {
                context.step("training until outage %d of %d".formatted(i, plan.outages()));
                disturbed.awaitEpochs(10 + context.random().nextInt(10), DEADLINE);
                context.step("the broker is down");
                long attempts = disturbed.attempts();
                outages.add(outage(context, stack, disturbed, plan.outage()));
                awaitTraining(disturbed, attempts + TRIALS);
            }
            context.step("waiting for the experiment to end");
            disturbed.awaitFinished(DEADLINE);
            return outcome(stack, disturbed, outages);
        }
    }

    /** A killed broker loses all locks: each trial is delivered again and continues from its checkpoint. */
    private static void awaitTraining(SubmittedExperiment disturbed, long attempts) throws InterruptedException {
        Await.until(
                "every trial is being trained again",
                DEADLINE,
                () -> disturbed.attempts() >= attempts || disturbed.fewestEpochsLeft() == 0);
    }

    private static Outage outage(DrillContext context, DrillStack stack, SubmittedExperiment disturbed, Duration length)
            throws InterruptedException {
        long before = stack.epochsTrained();
        Instant killed = stack.broker().kill();
        context.outage(length, () -> {});
        stack.broker().start();
        Instant back = Instant.now();
        long epochsDuringOutage = stack.epochsTrained() - before;
        long recorded = disturbed.epochs();
        Await.until("epochs are recorded again", DEADLINE, () -> disturbed.epochs() > recorded);
        return new Outage(epochsDuringOutage, Duration.between(killed, back), Duration.between(back, Instant.now()));
    }

    private static Outcome outcome(DrillStack stack, SubmittedExperiment disturbed, List<Outage> outages)
            throws InterruptedException {
        Duration away = longest(outages.stream().map(Outage::lasted).toList());
        Duration untilRecorded =
                longest(outages.stream().map(Outage::untilRecorded).toList());
        long published = disturbed.traces().stream()
                .mapToLong(trace -> trace.epochs().size())
                .sum();
        Outcome outcome = Outcome.after("kill -9 of the broker, %d times, down for at most %s, during %d trials"
                .formatted(outages.size(), Measurement.seconds(away), TRIALS));
        outcome.checkAll(
                "training continues during the outage",
                outages.stream().filter(outage -> outage.epochsTrained() > 0).count(),
                outages.size());
        // A trainer on a busy machine may respond late.
        boolean arrived = Await.within(Duration.ofMinutes(1), () -> stack.epochsTrained() == published);
        outcome.check(
                "every trained epoch is in the log", arrived, "%d of %d".formatted(published, stack.epochsTrained()));
        Equality.checkWhole(outcome, disturbed);
        outcome.checkNone(
                "dead letters", stack.log().messages(Topic.DEAD_LETTERS).size());
        return outcome.measured(
                        "epochs trained during the outages",
                        outages.stream()
                                .map(o -> Long.toString(o.epochsTrained()))
                                .toList()
                                .toString())
                .measured("recording resumed after at most", Measurement.seconds(untilRecorded))
                .measured("attempts", Long.toString(disturbed.attempts()));
    }

    private static Duration longest(List<Duration> durations) {
        return durations.stream().max(Comparator.naturalOrder()).orElse(Duration.ZERO);
    }
}
