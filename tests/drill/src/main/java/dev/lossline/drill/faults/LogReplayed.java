package dev.lossline.drill.faults;

import dev.lossline.contract.topic.EventPublisher;
import dev.lossline.contract.topic.Topic;
import dev.lossline.drill.harness.Await;
import dev.lossline.drill.harness.Drill;
import dev.lossline.drill.harness.DrillContext;
import dev.lossline.drill.harness.DrillStack;
import dev.lossline.drill.harness.Outcome;
import dev.lossline.drill.harness.StackPlan;
import dev.lossline.drill.harness.StackProcess;
import dev.lossline.drill.results.RecordedLog;
import dev.lossline.drill.results.SubmittedExperiment;
import dev.lossline.drill.results.TableDump;
import dev.lossline.stack.StopSignal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The tables are dropped and filled from the log, in several ways. */
final class LogReplayed implements Drill {
    private static final Duration DEADLINE = Duration.ofMinutes(5);
    private static final Duration CHECKPOINTS = Duration.ofSeconds(1);

    /** Where a message is in the log is another thing in another log. */
    private static final Set<String> PLACES = Set.of("event_offset");

    @Override
    public String name() {
        return "log-replayed";
    }

    @Override
    public String sentence() {
        return "tables dropped and refilled from Kafka, also from a log with duplicated and reordered messages: they are"
                + " identical to the last byte";
    }

    @Override
    public Outcome run(DrillContext context) throws InterruptedException {
        Outcome outcome = Outcome.after("tables dropped and refilled, a refill killed halfway, and every message"
                + " published twice, with keys reordered, to an empty stack");
        TableDump before;
        List<ConsumerRecord<String, byte[]>> messages;
        try (DrillStack stack = context.start(StackPlan.withTrainers(2).checkpointEvery(CHECKPOINTS))) {
            live(context, stack);
            for (StackProcess trainer : stack.trainers()) {
                trainer.stop(StopSignal.TERM);
            }
            RecordedLog log = new RecordedLog(stack);
            log.awaitRecorded(DEADLINE);
            before = TableDump.of(stack.tables());
            messages = log.messages();
            figures(outcome, stack, before, messages);
            before.checkEqual(outcome, "the tables are identical after a rebuild", rebuilt(context, stack, outcome));
            before.checkEqual(outcome, "also after a rebuild that was killed halfway", rebuiltTwice(context, stack));
        }
        try (DrillStack empty = context.startNext(StackPlan.withTrainers(0))) {
            before.without(PLACES)
                    .checkEqual(
                            outcome,
                            "also from a log with every message twice and keys shuffled",
                            replayed(context, empty, messages));
        }
        return outcome;
    }

    /** A bad day: a trainer is killed, trials fail, an experiment is cancelled in the middle. */
    private static void live(DrillContext context, DrillStack stack) throws InterruptedException {
        context.step("training, failing, cancelling");
        SubmittedExperiment trained = SubmittedExperiment.submit(context, stack, """
                name: trained
                model: { hidden: [] }
                training: { epochs: %d, validationSplit: 0.1 }
                search: { grid: { training.optimizer.learningRate: [0.1, 0.01, 0.001] } }
                """.formatted(context.choose(60, 30)));
        trained.awaitEpochs(8, DEADLINE);
        stack.trainers().getFirst().kill();
        stack.trainers().getFirst().start();
        UUID failing = stack.api().submit("""
                name: failing
                model: { hidden: [64, 32] }
                training: { epochs: 2 }
                search: { grid: { training.optimizer.learningRate: [1000, 0.1] } }
                """);
        trained.awaitFinished(DEADLINE);
        awaitEnded(stack, failing);
        SubmittedExperiment cancelled = SubmittedExperiment.submit(context, stack, """
                name: cancelled
                model: { hidden: [] }
                training: { epochs: 5000 }
                seeds: [0, 1, 2]
                """);
        cancelled.awaitEpochs(5, DEADLINE);
        stack.api().post("/api/experiments/" + cancelled.id() + "/pause");
        stack.api().post("/api/experiments/" + cancelled.id() + "/resume");
        stack.api().post("/api/experiments/" + cancelled.id() + "/cancel");
        awaitEnded(stack, cancelled.id());
    }

    /** Until nothing more is written about it. */
    private static void awaitEnded(DrillStack stack, UUID experiment) throws InterruptedException {
        Await.until(
                "experiment " + experiment + " has ended",
                DEADLINE,
                () -> stack.tables().number("""
                                        select count(*) from experiment_summary
                                        where experiment_id = ? and finished_at is not null""", experiment) == 1);
        Await.until(
                "the experiment's trials have stopped",
                DEADLINE,
                () -> stack.tables().number("""
                                        select count(*) from trial where experiment_id = ? and completed_at is null
                                        and failed_at is null and cancelled_at is null""", experiment) == 0);
    }

    private static TableDump rebuilt(DrillContext context, DrillStack stack, Outcome outcome)
            throws InterruptedException {
        context.step("dropping and refilling the tables");
        long begin = System.nanoTime();
        stack.evaluator().stop(StopSignal.TERM);
        stack.startEvaluatorOnEmptyTables();
        new RecordedLog(stack).awaitRecorded(DEADLINE);
        outcome.measured(
                "rebuilt in",
                String.format(
                        Locale.ROOT, "%.1f s including the evaluator's start", (System.nanoTime() - begin) / 1e9));
        return TableDump.of(stack.tables());
    }

    private static TableDump rebuiltTwice(DrillContext context, DrillStack stack) throws InterruptedException {
        context.step("killing a refill halfway");
        stack.evaluator().kill();
        stack.startEvaluatorOnEmptyTables();
        stack.evaluator().kill();
        stack.evaluator().start();
        new RecordedLog(stack).awaitRecorded(DEADLINE);
        return TableDump.of(stack.tables());
    }

    /** The evaluator scores models itself, so they come when their evaluations are there; all else in any order. */
    private static TableDump replayed(
            DrillContext context, DrillStack empty, List<ConsumerRecord<String, byte[]>> messages)
            throws InterruptedException {
        context.step("replaying every message twice, shuffled");
        List<ConsumerRecord<String, byte[]>> events = messages.stream()
                .filter(m -> !m.topic().equals(Topic.CHECKPOINTS.name()))
                .toList();
        List<ConsumerRecord<String, byte[]>> models = messages.stream()
                .filter(m -> m.topic().equals(Topic.CHECKPOINTS.name()))
                .toList();
        Random random = context.random();
        try (EventPublisher publisher = new EventPublisher(
                Map.of("bootstrap.servers", "127.0.0.1:" + empty.broker().port()), Duration.ofSeconds(30))) {
            publisher.send(shuffledTwice(events, random));
            new RecordedLog(empty).awaitRecorded(DEADLINE);
            publisher.send(shuffledTwice(models, random));
        }
        long evaluations = 2 * (count(messages, Topic.EVALUATIONS) + finalModels(models));
        Await.until(
                "every model is evaluated",
                DEADLINE,
                () -> new RecordedLog(empty).count(Topic.EVALUATIONS) == evaluations);
        new RecordedLog(empty).awaitRecorded(DEADLINE);
        return TableDump.of(empty.tables()).without(PLACES);
    }

    private static long count(List<ConsumerRecord<String, byte[]>> messages, Topic topic) {
        return messages.stream().filter(m -> m.topic().equals(topic.name())).count();
    }

    private static long finalModels(List<ConsumerRecord<String, byte[]>> checkpoints) {
        return checkpoints.stream()
                .filter(m -> new String(m.headers().lastHeader("final").value(), StandardCharsets.UTF_8).equals("true"))
                .count();
    }

    /** Every message twice, in an order that keeps only that of each key. */
    static List<ProducerRecord<String, byte[]>> shuffledTwice(
            List<ConsumerRecord<String, byte[]>> messages, Random random) {
        Map<String, Deque<ConsumerRecord<String, byte[]>>> ofKeys = new LinkedHashMap<>();
        for (ConsumerRecord<String, byte[]> message : messages) {
            Deque<ConsumerRecord<String, byte[]>> ofKey =
                    ofKeys.computeIfAbsent(message.topic() + message.key(), key -> new ArrayDeque<>());
            ofKey.add(message);
            ofKey.add(message);
        }
        List<Deque<ConsumerRecord<String, byte[]>>> waiting = new ArrayList<>(ofKeys.values());
        List<ProducerRecord<String, byte[]>> shuffled = new ArrayList<>();
        while (!waiting.isEmpty()) {
            Deque<ConsumerRecord<String, byte[]>> next = waiting.get(random.nextInt(waiting.size()));
            ConsumerRecord<String, byte[]> message = next.poll();
            shuffled.add(
                    new ProducerRecord<>(message.topic(), null, message.key(), message.value(), message.headers()));
            waiting.removeIf(Deque::isEmpty);
        }
        return shuffled;
    }

    private static void figures(
            Outcome outcome, DrillStack stack, TableDump dump, List<ConsumerRecord<String, byte[]>> messages) {
        outcome.measured("messages", Integer.toString(messages.size()))
                .measured("trials", Integer.toString(dump.rows().get("trial").size()))
                .measured("failed", Long.toString(count(stack, "failed")))
                .measured("cancelled", Long.toString(count(stack, "cancelled")))
                .measured(
                        "second attempts",
                        Long.toString(stack.tables().number("select count(*) from attempt where attempt > 1")));
    }

    private static long count(DrillStack stack, String state) {
        return stack.tables().number("select count(*) from trial where state = ?", state);
    }
}
