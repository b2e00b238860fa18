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
import dev.lossline.drill.harness.Findings;
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
        return "garbage, truncated, unknown, giant, empty, endless and mutated messages on every topic: one dead letter"
                + " each, and nothing stops";
    }

    @Override
    public Findings run(DrillContext context) throws InterruptedException {
        HostileMessages hostile = new HostileMessages(context.random());
        List<ProducerRecord<String, byte[]>> poison = new ArrayList<>(Poison.all(context.random()));
        poison.addAll(hostile.underNoKey(context.choose(400, 100)));
        Collections.shuffle(poison, context.random());
        List<ProducerRecord<String, byte[]>> models = hostile.models(context.choose(200, 50));
        try (DrillStack stack = context.start(StackPlan.withTrainers(1))) {
            SubmittedExperiment before = SubmittedExperiment.submit(context, stack, yaml(context, "before"));
            before.awaitEpochs(2, DEADLINE);
            context.step("poisoning every topic");
            try (EventPublisher publisher = new EventPublisher(
                    Map.of("bootstrap.servers", "127.0.0.1:" + stack.broker().port()), Duration.ofSeconds(60))) {
                for (ProducerRecord<String, byte[]> message : poison) {
                    publisher.send(List.of(message));
                }
                publisher.send(models);
                publisher.send(List.of(new ProducerRecord<>(Topic.DEAD_LETTERS.name(), null, new byte[] {1, 2, 3})));
            }
            SubmittedExperiment behind = SubmittedExperiment.submit(context, stack, yaml(context, "behind"));
            context.step("waiting for what is behind it");
            before.awaitFinished(DEADLINE);
            behind.awaitFinished(DEADLINE);
            return findings(context, stack, new Sent(poison, models), List.of(before, behind));
        }
    }

    /**
     * What was sent.
     *
     * @param poison each of which nobody can use
     * @param models mutated ones, each under the key of a trial of its own
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

    private static Findings findings(
            DrillContext context, DrillStack stack, Sent sent, List<SubmittedExperiment> experiments)
            throws InterruptedException {
        List<ProducerRecord<String, byte[]>> poison = sent.poison();
        Findings findings = Findings.after(
                "%d messages that nobody can use on the %d topics that are read, up to %d MiB each, one on the dead letters, and %d mutated models"
                        .formatted(
                                poison.size(),
                                poison.stream()
                                        .map(ProducerRecord::topic)
                                        .distinct()
                                        .count(),
                                Topic.MAX_CHECKPOINT_BYTES >> 20,
                                sent.models().size()));
        Await.until("each is a dead letter", DEADLINE, () -> letters(stack).size() > poison.size());
        models(stack, sent.models(), findings);
        new RecordedLog(stack).awaitRecorded(DEADLINE);
        JsonNode listed = letters(stack);
        long ofModels = sent.models().stream()
                .filter(model -> letter(listed, model.key()).size() == 1)
                .count();
        long letters = poison.size() + 1 + ofModels;
        findings.figure("mutated models that were one dead letter", Long.toString(ofModels));
        findings.checkAll(
                "each is one dead letter, whole and with a reason",
                poison.stream().filter(message -> isOneLetter(listed, message)).count(),
                poison.size());
        findings.check("no letter more than these", listed.size() == letters, listed.size() + " of " + letters);
        findings.checkAll(
                "every trial before and behind it is completed, evaluated and recorded",
                experiments.stream().mapToLong(SubmittedExperiment::finished).sum(),
                experiments.stream().mapToLong(SubmittedExperiment::trials).sum());
        resend(stack, listed, findings);
        rebuild(context, stack, findings);
        List<StackProcess> processes = Stream.concat(
                        Stream.of(stack.broker(), stack.orchestrator(), stack.evaluator()), stack.trainers().stream())
                .toList();
        findings.checkAll(
                "no process has ended",
                processes.stream().filter(StackProcess::isAlive).count(),
                processes.size());
        memory(stack, findings);
        return findings;
    }

    /** Each is an outcome of its trial, whatever is left of it. */
    private static void models(DrillStack stack, List<ProducerRecord<String, byte[]>> models, Findings findings)
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
        findings.checkAll("mutated models that are evaluated or have failed", outcomes.getAsLong(), trials.length);
    }

    /** The largest comes back as a new letter. */
    private static void resend(DrillStack stack, JsonNode listed, Findings findings) throws InterruptedException {
        String id = letter(listed, Topic.CHECKPOINTS.name() + "/giant")
                .getFirst()
                .path("id")
                .asText();
        Api.Answer resent = stack.api().post("/api/dead-letters/" + id + "/resend");
        boolean isBack = resent.status() == 202
                && Await.within(DEADLINE, () -> letters(stack).size() == listed.size() + 1);
        findings.check(
                "the largest can be sent again, and is a new letter",
                isBack,
                "status %d, %d letters"
                        .formatted(resent.status(), letters(stack).size()));
    }

    /** A rebuild meets all of them again. */
    private static void rebuild(DrillContext context, DrillStack stack, Findings findings) throws InterruptedException {
        context.step("rebuilding the tables from the poisoned log");
        int letters = letters(stack).size();
        stack.evaluator().stop(StopSignal.TERM);
        stack.startEvaluatorOnEmptyTables();
        new RecordedLog(stack).awaitRecorded(DEADLINE);
        findings.checkNone("letters that a rebuild writes again", letters(stack).size() - letters);
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
            throw new IllegalStateException("the orchestrator does not answer: " + e, e);
        }
    }

    private static void memory(DrillStack stack, Findings findings) throws InterruptedException {
        for (StackProcess service : List.of(stack.orchestrator(), stack.evaluator())) {
            double bytes = ServiceMeter.memory(service).value();
            findings.figure(
                    "memory of the " + service.name(), String.format(Locale.ROOT, "%.0f MiB", bytes / (1 << 20)));
        }
    }
}
