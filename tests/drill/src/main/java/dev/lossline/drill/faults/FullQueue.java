package dev.lossline.drill.faults;

import dev.lossline.contract.event.Event;
import dev.lossline.contract.event.TrialEvent;
import dev.lossline.contract.event.TrialEvent.TrialCompleted;
import dev.lossline.contract.event.TrialEvent.TrialEvaluated;
import dev.lossline.contract.topic.Topic;
import dev.lossline.drill.harness.Await;
import dev.lossline.drill.harness.Drill;
import dev.lossline.drill.harness.DrillContext;
import dev.lossline.drill.harness.DrillStack;
import dev.lossline.drill.harness.Outcome;
import dev.lossline.drill.harness.ServiceMeter;
import dev.lossline.drill.harness.StackPlan;
import dev.lossline.drill.harness.StackProcess;
import dev.lossline.drill.results.SubmittedExperiment;
import dev.lossline.drill.results.TrialTrace;
import dev.lossline.specification.TrialId;
import dev.lossline.stack.Service;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Thousands of trials that take almost no time, to measure the overhead of the system. */
final class FullQueue implements Drill {
    private static final Duration DEADLINE = Duration.ofMinutes(20);
    private static final int SLOTS = 6;

    @Override
    public String name() {
        return "full-queue";
    }

    @Override
    public String sentence() {
        return "10,000 trials of one short epoch: none is lost or trained twice; measures throughput and memory";
    }

    @Override
    public Outcome run(DrillContext context) throws InterruptedException {
        int trials = context.choose(10_000, 500);
        StackPlan plan = StackPlan.withTrainers(1).with(Service.TRAINER, "LOSSLINE_TRAINER_SLOTS", SLOTS + "");
        try (DrillStack stack = context.start(plan)) {
            Instant begin = Instant.now();
            SubmittedExperiment experiment = SubmittedExperiment.submit(context, stack, yaml(trials));
            context.step("%,d trials".formatted(trials));
            awaitEvaluated(context, stack, experiment, trials);
            Outcome outcome = Outcome.after(
                    "%,d trials of one short epoch, submitted at once, %d slots".formatted(trials, SLOTS));
            check(outcome, stack, experiment, trials);
            speed(outcome, stack, experiment, begin);
            return processes(outcome, stack);
        }
    }

    private static String yaml(int trials) {
        return """
                name: full-queue
                model: { hidden: [] }
                training: { epochs: 1, examples: 64 }
                seeds: [%s]
                """.formatted(
                        IntStream.range(0, trials).mapToObj(Integer::toString).collect(Collectors.joining(", ")));
    }

    /** Polls one table at long intervals to keep the effect on the measurement small. */
    private static void awaitEvaluated(
            DrillContext context, DrillStack stack, SubmittedExperiment experiment, int trials)
            throws InterruptedException {
        Await.until("every trial is evaluated", DEADLINE, Duration.ofSeconds(2), () -> {
            long evaluated = stack.tables()
                    .number("select count(*) from evaluation where trial_id like ? || '.%'", experiment.id() + "");
            context.progress().update("%,d of %,d trials evaluated".formatted(evaluated, trials));
            return evaluated == trials;
        });
        experiment.awaitFinished(DEADLINE);
    }

    private static void check(Outcome outcome, DrillStack stack, SubmittedExperiment experiment, int trials) {
        outcome.checkAll("every trial is completed, evaluated and recorded", experiment.finished(), trials);
        List<TrialTrace> traces = experiment.traces();
        outcome.checkNone("trials trained more than once", experiment.attempts() - trials);
        outcome.checkNone(
                "duplicate epochs in the log",
                traces.stream().mapToLong(TrialTrace::duplicates).sum());
        outcome.checkNone(
                "dead letters", stack.log().messages(Topic.DEAD_LETTERS).size());
    }

    private static void speed(Outcome outcome, DrillStack stack, SubmittedExperiment experiment, Instant begin)
            throws InterruptedException {
        Map<TrialId, Instant> completed = times(stack, Topic.TRAINING, TrialCompleted.class, experiment.id());
        Map<TrialId, Instant> evaluated = times(stack, Topic.EVALUATIONS, TrialEvaluated.class, experiment.id());
        List<Duration> delays = evaluated.entrySet().stream()
                .map(e -> Duration.between(completed.get(e.getKey()), e.getValue()))
                .sorted()
                .toList();
        outcome.measured("trained", perSecond(completed, begin))
                .measured("trained and evaluated", perSecond(evaluated, begin))
                .measured(
                        "delay from a trial's end to its evaluation",
                        "p50 %s, p99 %s"
                                .formatted(
                                        seconds(delays.get(delays.size() / 2)),
                                        seconds(delays.get(delays.size() * 99 / 100))))
                .measured(
                        "delay from an event to its row",
                        "p50 %s, p99 %s"
                                .formatted(
                                        ServiceMeter.recordingDelay(stack.evaluator(), "0.5"),
                                        ServiceMeter.recordingDelay(stack.evaluator(), "0.99")));
    }

    private static <E extends TrialEvent> Map<TrialId, Instant> times(
            DrillStack stack, Topic topic, Class<E> type, UUID experiment) {
        return stack.log().events(topic, TrialEvent.class).stream()
                .filter(type::isInstance)
                .filter(event -> event.experimentId().equals(experiment))
                .collect(Collectors.toMap(TrialEvent::trialId, Event::occurredAt, (first, second) -> first));
    }

    private static String perSecond(Map<TrialId, Instant> ends, Instant begin) {
        Instant last = ends.values().stream().max(Instant::compareTo).orElse(begin);
        double seconds = Duration.between(begin, last).toMillis() / 1000.0;
        return String.format(Locale.ROOT, "%.0f trials/s", ends.size() / seconds);
    }

    private static Outcome processes(Outcome outcome, DrillStack stack) {
        for (StackProcess process : stack.processes()) {
            outcome.measured(
                    process.name(),
                    "%d MiB, %d s of CPU time"
                            .formatted(
                                    process.residentBytes() >> 20,
                                    process.cpuTime().toSeconds()));
        }
        return outcome;
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.2f s", duration.toMillis() / 1000.0);
    }
}
