package dev.lossline.drill.faults;

import dev.lossline.contract.event.TrialEvent.EpochCompleted;
import dev.lossline.contract.topic.EventPublisher;
import dev.lossline.contract.topic.Topic;
import dev.lossline.drill.harness.Await;
import dev.lossline.drill.harness.Drill;
import dev.lossline.drill.harness.DrillContext;
import dev.lossline.drill.harness.DrillStack;
import dev.lossline.drill.harness.Outcome;
import dev.lossline.drill.harness.ServiceMeter;
import dev.lossline.drill.harness.StackPlan;
import dev.lossline.specification.TrialId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Epochs as fast as the log takes them, from trainers that do not train: all the time is the recorder's. */
final class ManyEpochs implements Drill {
    private static final Duration DEADLINE = Duration.ofMinutes(5);
    private static final int TRIALS = 200;

    /** The number of events passed to the producer at once. */
    private static final int SEND_WINDOW = 5_000;

    @Override
    public String name() {
        return "many-epochs";
    }

    @Override
    public String sentence() {
        return "500,000 epochs published at full speed, every tenth twice: each is recorded once; measures throughput";
    }

    @Override
    public Outcome run(DrillContext context) throws InterruptedException {
        int epochs = context.choose(2_500, 250);
        int total = TRIALS * epochs;
        try (DrillStack stack = context.start(StackPlan.withTrainers(0))) {
            UUID experiment = stack.api().submit("""
                    name: many-epochs
                    model: { hidden: [] }
                    training: { epochs: %d }
                    seeds: [%s]
                    """.formatted(
                    epochs,
                    IntStream.range(0, TRIALS).mapToObj(Integer::toString).collect(Collectors.joining(", "))));
            publish(context, stack, experiment, 1, 1);
            // Excludes the recorder's start from the measurement.
            awaitRows(context, stack, experiment, TRIALS);
            context.step("%,d epochs".formatted(total));
            Instant begin = Instant.now();
            publish(context, stack, experiment, 2, epochs + 1);
            Duration published = Duration.between(begin, Instant.now());
            awaitRows(context, stack, experiment, total + TRIALS);
            Duration recorded = Duration.between(begin, Instant.now());
            Outcome outcome = Outcome.after(
                    "%,d epochs of %d trials published at once, every tenth twice".formatted(total, TRIALS));
            outcome.checkAll("epochs recorded", rows(stack, experiment), total + TRIALS);
            outcome.checkNone(
                    "dead letters", stack.log().messages(Topic.DEAD_LETTERS).size());
            return outcome.measured("published", perSecond(total + total / 10, published))
                    .measured("recorded", perSecond(total, recorded))
                    .measured(
                            "delay from an event to its row",
                            "p50 %s, p99 %s"
                                    .formatted(
                                            ServiceMeter.recordingDelay(stack.evaluator(), "0.5"),
                                            ServiceMeter.recordingDelay(stack.evaluator(), "0.99")))
                    .measured(
                            stack.evaluator().name(),
                            "%d MiB".formatted(stack.evaluator().residentBytes() >> 20));
        }
    }

    /** Interleaves the epochs of all trials, as they would arrive from as many slots. */
    private static void publish(DrillContext context, DrillStack stack, UUID experiment, int from, int to)
            throws InterruptedException {
        List<EpochCompleted> handful = new ArrayList<>();
        try (EventPublisher publisher = new EventPublisher(
                Map.of("bootstrap.servers", "127.0.0.1:" + stack.broker().port()), Duration.ofSeconds(60))) {
            for (int epoch = from; epoch <= to; epoch++) {
                for (int trial = 1; trial <= TRIALS; trial++) {
                    EpochCompleted event = event(new TrialId(experiment, trial), epoch);
                    handful.add(event);
                    if ((epoch + trial) % 10 == 0) {
                        handful.add(event);
                    }
                }
                if (handful.size() > SEND_WINDOW || epoch == to) {
                    publisher.publish(Topic.TRAINING, handful);
                    handful.clear();
                    context.progress().update("epoch %,d of %,d published".formatted(epoch, to));
                }
            }
        }
    }

    private static EpochCompleted event(TrialId trial, int epoch) {
        double loss = 1.0 / epoch + trial.number();
        return new EpochCompleted(trial, 1, Instant.now(), epoch, loss, null, null, 0.25, 240_000.0);
    }

    private static void awaitRows(DrillContext context, DrillStack stack, UUID experiment, int rows)
            throws InterruptedException {
        Await.until("every epoch is recorded", DEADLINE, Duration.ofMillis(500), () -> {
            long recorded = rows(stack, experiment);
            context.progress().update("%,d of %,d epochs recorded".formatted(recorded, rows));
            return recorded == rows;
        });
    }

    private static long rows(DrillStack stack, UUID experiment) {
        return stack.tables().number("select count(*) from epoch where trial_id like ? || '.%'", experiment + "");
    }

    private static String perSecond(int events, Duration duration) {
        return String.format(Locale.ROOT, "%,.0f epochs/s", events / (duration.toMillis() / 1000.0));
    }
}
