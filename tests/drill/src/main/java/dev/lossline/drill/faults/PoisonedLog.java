package dev.lossline.drill.faults;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lossline.contract.topic.CheckpointKey;
import dev.lossline.contract.topic.EventPublisher;
import dev.lossline.contract.topic.Topic;
import dev.lossline.drill.harness.Api;
import dev.lossline.drill.harness.Await;
import dev.lossline.drill.harness.Drill;
import dev.lossline.drill.harness.DrillContext;
import dev.lossline.drill.harness.DrillStack;
import dev.lossline.drill.harness.Outcome;
import dev.lossline.drill.harness.ServiceMeter;
import dev.lossline.drill.harness.StackPlan;
import dev.lossline.drill.harness.StackProcess;
import dev.lossline.drill.hostile.HostileMessages;
import dev.lossline.drill.hostile.Poison;
import dev.lossline.drill.results.RecordedLog;
import dev.lossline.drill.results.SubmittedExperiment;
import dev.lossline.stack.StopSignal;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Everything that a topic can hold and nobody can use, while trials train. */
final class PoisonedLog implements Drill {
    private static final Duration DEADLINE = Duration.ofMinutes(4);

    @Override
    public String name() {
        return "poison";
    }

    @Override
    public String sentence() {
        return "invalid, truncated, unknown, oversized, empty and mutated messages on every topic: one dead letter each,"
                + " no service stops";
    }

    @Override
    public Outcome run(DrillContext context) throws InterruptedException {
        HostileMessages hostile = new HostileMessages(context.random());
        List<ProducerRecord<String, byte[]>> poison = new ArrayList<>(Poison.all(context.random()));
        poison.addAll(hostile.underNoKey(context.choose(400, 100)));
        Collections.shuffle(poison, context.random());
        List<ProducerRecord<String, byte[]>> models = hostile.models(context.choose(200, 50));
        try (DrillStack stack = context.start(StackPlan.withTrainers(1))) {
            SubmittedExperiment before = SubmittedExperiment.submit(context, stack, yaml(context, "before"));
            before.awaitEpochs(2, DEADLINE);
            context.step("publishing invalid messages to every topic");
            try (EventPublisher publisher = new EventPublisher(
                    Map.of("bootstrap.servers", "127.0.0.1:" + stack.broker().port()), Duration.ofSeconds(60))) {
                for (ProducerRecord<String, byte[]> message : poison) {
                    publisher.send(List.of(message));
                }
                publisher.send(models);
                publisher.send(List.of(new ProducerRecord<>(Topic.DEAD_LETTERS.name(), null, new byte[] {1, 2, 3})));
            }
            SubmittedExperiment behind = SubmittedExperiment.submit(context, stack, yaml(context, "behind"));
            context.step("waiting for later messages");
            before.awaitFinished(DEADLINE);
            behind.awaitFinished(DEADLINE);
            return outcome(context, stack, new Sent(poison, models), List.of(before, behind));
        }
    }

    /**
     * The messages that were published.
     *
     * @param poison messages that no service can process
     * @param models mutated models, each under the key of its own trial
     */
    private record Sent(List<ProducerRecord<String, byte[]>> poison, List<ProducerRecord<String, byte[]>> models) {}

    private static String yaml(DrillContext context, String name) {
        return """
            name: %s
            model: { hidden: [] }
            training: { epochs: %d }
            seeds: [0, 1]
            """.formatted(name, context.choose(20, 8));
    }

    private static Outcome outcome(
            DrillContext context, DrillStack stack, Sent sent, List<SubmittedExperiment> experiments)
            throws InterruptedException {
        List<ProducerRecord<String, byte[]>> poison = sent.poison();
        Outcome outcome = Outcome.after(
                "%d invalid messages on the %d topics that services read, up to %d MiB each, one on the dead letter topic, and %d mutated models"
                        .formatted(
                                poison.size(),
                                poison.stream()
                                        .map(ProducerRecord::topic)
                                        .distinct()
                                        .count(),
                                Topic.MAX_CHECKPOINT_BYTES >> 20,
                                sent.models().size()));
        Await.until(
                "each invalid message is a dead letter",
                DEADLINE,
                () -> letters(stack).size() > poison.size());
        models(stack, sent.models(), outcome);
        new RecordedLog(stack).awaitRecorded(DEADLINE);
        JsonNode listed = letters(stack);
        long ofModels = sent.models().stream()
                .filter(model -> letter(listed, model.key()).size() == 1)
                .count();
        long letters = poison.size() + 1 + ofModels;
        outcome.measured("mutated models with one dead letter", Long.toString(ofModels));
        outcome.checkAll(
                "each is exactly one complete dead letter with a reason",
                poison.stream().filter(message -> isOneLetter(listed, message)).count(),
                poison.size());
        outcome.check("no other dead letters", listed.size() == letters, listed.size() + " of " + letters);
        outcome.checkAll(
                "every trial submitted before and after is completed, evaluated and recorded",
                experiments.stream().mapToLong(SubmittedExperiment::finished).sum(),
                experiments.stream().mapToLong(SubmittedExperiment::trials).sum());
        resend(stack, listed, outcome);
        rebuild(context, stack, outcome);
        List<StackProcess> processes = Stream.concat(
                        Stream.of(stack.broker(), stack.orchestrator(), stack.evaluator()), stack.trainers().stream())
                .toList();
        outcome.checkAll(
                "no process exited",
                processes.stream().filter(StackProcess::isAlive).count(),
                processes.size());
        memory(stack, outcome);
        return outcome;
    }

    /** Each is an outcome of its trial, whatever is left of it. */
    private static void models(DrillStack stack, List<ProducerRecord<String, byte[]>> models, Outcome outcome)
            throws InterruptedException {
        String[] trials = models.stream()
                .map(model ->
                        CheckpointKey.trialOfModel(model.key()).orElseThrow().toString())
                .toArray(String[]::new);
        LongSupplier outcomes = () -> stack.tables()
                .number(
                        "select count(*) from trial where trial_id = any (?) and (evaluated or failed_evaluation = 1)",
                        (Object) trials);
        Await.until("each mutated model has an outcome", DEADLINE, () -> outcomes.getAsLong() == trials.length);
        outcome.checkAll("mutated models evaluated or failed", outcomes.getAsLong(), trials.length);
    }

    /** The largest comes back as a new letter. */
    private static void resend(DrillStack stack, JsonNode listed, Outcome outcome) throws InterruptedException {
        String id = letter(listed, Topic.CHECKPOINTS.name() + "/giant")
                .getFirst()
                .path("id")
                .asText();
        Api.Answer resent = stack.api().post("/api/dead-letters/" + id + "/resend");
        boolean isBack = resent.status() == 202
                && Await.within(DEADLINE, () -> letters(stack).size() == listed.size() + 1);
        outcome.check(
                "the largest can be sent again and becomes a new dead letter",
                isBack,
                "status %d, %d dead letters"
                        .formatted(resent.status(), letters(stack).size()));
    }

    /** A rebuild meets all of them again. */
    private static void rebuild(DrillContext context, DrillStack stack, Outcome outcome) throws InterruptedException {
        context.step("rebuilding the tables from this log");
        int letters = letters(stack).size();
        stack.evaluator().stop(StopSignal.TERM);
        stack.startEvaluatorOnEmptyTables();
        new RecordedLog(stack).awaitRecorded(DEADLINE);
        outcome.checkNone(
                "dead letters written again by a rebuild", letters(stack).size() - letters);
    }

    private static boolean isOneLetter(JsonNode listed, ProducerRecord<String, byte[]> poison) {
        List<JsonNode> letters = letter(listed, poison.key());
        return letters.size() == 1
                && letters.getFirst().path("topic").asText().equals(poison.topic())
                && letters.getFirst().path("size").asInt() == (poison.value() == null ? 0 : poison.value().length)
                && !letters.getFirst().path("reason").asText().isBlank();
    }

    private static List<JsonNode> letter(JsonNode listed, String key) {
        List<JsonNode> letters = new ArrayList<>();
        for (JsonNode letter : listed) {
            if (letter.path("key").asText().equals(key)) {
                letters.add(letter);
            }
        }
        return letters;
    }

    private static JsonNode letters(DrillStack stack) throws InterruptedException {
        try {
            return stack.api().get("/api/dead-letters?limit=1000").json();
        } catch (IOException e) {
            throw new IllegalStateException("no response from the orchestrator: " + e, e);
        }
    }

    private static void memory(DrillStack stack, Outcome outcome) throws InterruptedException {
        for (StackProcess service : List.of(stack.orchestrator(), stack.evaluator())) {
            double bytes = ServiceMeter.memory(service).value();
            outcome.measured("memory of " + service.name(), String.format(Locale.ROOT, "%.0f MiB", bytes / (1 << 20)));
        }
    }
}
