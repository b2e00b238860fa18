package dev.lossline.drill.faults;

import dev.lossline.contract.topic.Topic;
import dev.lossline.drill.harness.Await;
import dev.lossline.drill.harness.Drill;
import dev.lossline.drill.harness.DrillContext;
import dev.lossline.drill.harness.DrillStack;
import dev.lossline.drill.harness.Figure;
import dev.lossline.drill.harness.Findings;
import dev.lossline.drill.harness.StackPlan;
import dev.lossline.drill.results.Equality;
import dev.lossline.drill.results.SubmittedExperiment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The broker is killed during training, and started again on the same data: at once, or after a while. */
final class BrokerAway implements Drill {
    private static final Duration DEADLINE = Duration.ofMinutes(12);
    private static final int TRIALS = 2;

    private final String name;
    private final String sentence;
    private final Plan full;
    private final Plan quick;

    /**
     * What is done.
     *
     * @param outage how long the broker stays away
     * @param epochs of a trial: so many that the training lasts longer
     */
    private record Plan(int outages, Duration outage, int epochs) {}

    /** How an outage went. */
    private record Outage(long trainedMeanwhile, Duration lasted, Duration untilRecorded) {}

    private BrokerAway(String name, String sentence, Plan full, Plan quick) {
        this.name = name;
        this.sentence = sentence;
        this.full = full;
        this.quick = quick;
    }

    static BrokerAway restarted() {
        return new BrokerAway(
                "broker-restarted",
                "kill -9 of Kafka during training and a start at once: training goes on, every epoch arrives once",
                new Plan(4, Duration.ZERO, 1000),
                new Plan(2, Duration.ZERO, 400));
    }

    static BrokerAway gone() {
        return new BrokerAway(
                "broker-gone",
                "Kafka is away for two minutes during training: training goes on, every epoch arrives once",
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
    public Findings run(DrillContext context) throws InterruptedException {
        Plan plan = context.choose(full, quick);
        try (DrillStack stack = context.start(StackPlan.withTrainers(TRIALS).checkpointEvery(Duration.ofSeconds(3)))) {
            SubmittedExperiment harmed = SubmittedExperiment.submit(context, stack, """
                    name: %s
                    model: { hidden: [] }
                    training: { epochs: %d }
                    search: { grid: { training.optimizer.learningRate: [0.1, 0.01] } }
                    """.formatted(name, plan.epochs()));
            List<Outage> outages = new ArrayList<>();
            for (int i = 1; i <= plan.outages(); i++) {
                context.step("training until outage %d of %d".formatted(i, plan.outages()));
                harmed.awaitEpochs(10 + context.random().nextInt(10), DEADLINE);
                context.step("the broker is away");
                long attempts = harmed.attempts();
                outages.add(outage(context, stack, harmed, plan.outage()));
                awaitTraining(harmed, attempts + TRIALS);
            }
            context.step("waiting for the end");
            harmed.awaitFinished(DEADLINE);
            return findings(stack, harmed, outages);
        }
    }

    /** A broker that was killed has forgotten who trains what: each trial is taken anew, and read from its checkpoint. */
    private static void awaitTraining(SubmittedExperiment harmed, long attempts) throws InterruptedException {
        Await.until(
                "every trial is trained again",
                DEADLINE,
                () -> harmed.attempts() >= attempts || harmed.fewestEpochsLeft() == 0);
    }

    private static Outage outage(DrillContext context, DrillStack stack, SubmittedExperiment harmed, Duration length)
            throws InterruptedException {
        long before = stack.epochsTrained();
        Instant killed = stack.broker().kill();
        context.outage(length, () -> {});
        stack.broker().start();
        Instant back = Instant.now();
        long meanwhile = stack.epochsTrained() - before;
        long recorded = harmed.epochs();
        Await.until("epochs are recorded again", DEADLINE, () -> harmed.epochs() > recorded);
        return new Outage(meanwhile, Duration.between(killed, back), Duration.between(back, Instant.now()));
    }

    private static Findings findings(DrillStack stack, SubmittedExperiment harmed, List<Outage> outages)
            throws InterruptedException {
        Duration away = longest(outages.stream().map(Outage::lasted).toList());
        Duration untilRecorded =
                longest(outages.stream().map(Outage::untilRecorded).toList());
        long published = harmed.traces().stream()
                .mapToLong(trace -> trace.epochs().size())
                .sum();
        Findings findings = Findings.after("kill -9 of the broker, %d times, away for at most %s, during %d trials"
                .formatted(outages.size(), Figure.seconds(away), TRIALS));
        findings.checkAll(
                "training goes on meanwhile",
                outages.stream().filter(outage -> outage.trainedMeanwhile() > 0).count(),
                outages.size());
        // A trainer on a busy machine may not answer at once.
        boolean arrived = Await.within(Duration.ofMinutes(1), () -> stack.epochsTrained() == published);
        findings.check(
                "every trained epoch is on the log", arrived, "%d of %d".formatted(published, stack.epochsTrained()));
        Equality.checkWhole(findings, harmed);
        findings.checkNone(
                "dead letters", stack.log().messages(Topic.DEAD_LETTERS).size());
        return findings.figure(
                        "epochs trained meanwhile",
                        outages.stream()
                                .map(o -> Long.toString(o.trainedMeanwhile()))
                                .toList()
                                .toString())
                .figure("recorded again after at most", Figure.seconds(untilRecorded))
                .figure("attempts", Long.toString(harmed.attempts()));
    }

    private static Duration longest(List<Duration> durations) {
        return durations.stream().max(Comparator.naturalOrder()).orElse(Duration.ZERO);
    }
}
