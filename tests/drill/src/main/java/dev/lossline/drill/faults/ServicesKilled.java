package dev.lossline.drill.faults;

import dev.lossline.contract.event.ExperimentEvent;
import dev.lossline.contract.event.ExperimentEvent.ExperimentSubmitted;
import dev.lossline.contract.event.TrialEvent.TrialRequested;
import dev.lossline.contract.topic.Topic;
import dev.lossline.drill.harness.Api;
import dev.lossline.drill.harness.Await;
import dev.lossline.drill.harness.Drill;
import dev.lossline.drill.harness.DrillContext;
import dev.lossline.drill.harness.DrillStack;
import dev.lossline.drill.harness.Outcome;
import dev.lossline.drill.harness.StackPlan;
import dev.lossline.drill.harness.StackProcess;
import dev.lossline.drill.results.SubmittedExperiment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;

/** Orchestrator and evaluator are killed at random points, also between the parts of a submission. */
final class ServicesKilled implements Drill {
    private static final Duration DEADLINE = Duration.ofMinutes(8);
    private static final Duration ACCEPTANCE = Duration.ofMinutes(1);
    private static final int TRIALS = 3;

    /** A submission's way to the broker takes some milliseconds, its recording some tens. */
    private static final int MAX_DELAY_MILLIS = 80;

    @Override
    public String name() {
        return "services-killed";
    }

    @Override
    public String sentence() {
        return "kill -9 of orchestrator and evaluator during submissions: none is incomplete, lost or duplicated";
    }

    /** Accepted submissions, by the key that the client gave. */
    private record Submissions(Map<String, UUID> accepted, int kills, int repeated) {}

    @Override
    public Outcome run(DrillContext context) throws InterruptedException {
        try (DrillStack stack = context.start(StackPlan.withTrainers(2))) {
            Submissions submissions = submitAndKill(context, stack);
            context.step("waiting for the experiment to end");
            List<ExperimentSubmitted> experiments = submitted(stack);
            for (ExperimentSubmitted experiment : experiments) {
                SubmittedExperiment recorded = SubmittedExperiment.of(context, stack, experiment.experimentId());
                Await.until("every experiment is recorded", DEADLINE, () -> recorded.trials() > 0);
                recorded.awaitFinished(DEADLINE);
            }
            return outcome(context, stack, submissions, experiments);
        }
    }

    private static Submissions submitAndKill(DrillContext context, DrillStack stack) throws InterruptedException {
        int count = context.choose(30, 8);
        Random random = context.random();
        Map<String, UUID> accepted = new LinkedHashMap<>();
        int kills = 0;
        int repeated = 0;
        for (int i = 1; i <= count; i++) {
            context.step("submission %d of %d".formatted(i, count));
            String key = "drill-" + context.seed() + "-" + i;
            CompletableFuture<Api.Answer> answer = stack.api().submit(yaml(i), key);
            if (i % 2 == 0) {
                StackProcess victim = random.nextInt(3) == 0 ? stack.evaluator() : stack.orchestrator();
                // The random delay before the kill; nothing is awaited.
                Thread.sleep(random.nextInt(MAX_DELAY_MILLIS));
                victim.kill();
                victim.start();
                kills++;
            }
            Optional<UUID> first = idOf(answer);
            repeated += first.isPresent() ? 0 : 1;
            accepted.put(key, first.isPresent() ? first.get() : repeat(stack, i, key));
        }
        return new Submissions(accepted, kills, repeated);
    }

    /** A client that heard nothing says the same again, until it hears something. */
    private static UUID repeat(DrillStack stack, int number, String key) throws InterruptedException {
        List<UUID> id = new ArrayList<>();
        Await.until("submission " + number + " is accepted", ACCEPTANCE, () -> {
            idOf(stack.api().submit(yaml(number), key)).ifPresent(id::add);
            return !id.isEmpty();
        });
        return id.getFirst();
    }

    private static Optional<UUID> idOf(CompletableFuture<Api.Answer> answer) {
        try {
            Api.Answer received = answer.join();
            return received.isAccepted() ? Optional.of(received.id()) : Optional.empty();
        } catch (CompletionException e) {
            return Optional.empty();
        }
    }

    private static String yaml(int number) {
        return """
                name: submission-%d
                model: { hidden: [] }
                training: { epochs: 1 }
                search: { grid: { training.optimizer.learningRate: [0.1, 0.05, 0.01] } }
                """.formatted(number);
    }

    private static List<ExperimentSubmitted> submitted(DrillStack stack) {
        return stack.log().events(Topic.EXPERIMENTS, ExperimentEvent.class).stream()
                .filter(ExperimentSubmitted.class::isInstance)
                .map(ExperimentSubmitted.class::cast)
                .toList();
    }

    private static Outcome outcome(
            DrillContext context, DrillStack stack, Submissions submissions, List<ExperimentSubmitted> experiments) {
        Set<UUID> onLog = new HashSet<>(
                experiments.stream().map(ExperimentSubmitted::experimentId).toList());
        int count = submissions.accepted().size();
        Outcome outcome = Outcome.after(
                "kill -9 of orchestrator or evaluator at %d random times during %d submissions (seed %d), repeated with their Idempotency-Key if there was no response"
                        .formatted(submissions.kills(), count, context.seed()));
        outcome.checkAll(
                "each accepted submission exists",
                submissions.accepted().values().stream().filter(onLog::contains).count(),
                count);
        outcome.checkNone("duplicate experiments", onLog.size() - count);
        outcome.checkAll(
                "a key always returns the same experiment",
                submissions.accepted().entrySet().stream()
                        .limit(3)
                        .filter(e -> idOf(stack.api().submit(yaml(numberOf(e.getKey())), e.getKey()))
                                .filter(e.getValue()::equals)
                                .isPresent())
                        .count(),
                Math.min(3, count));
        outcome.checkAll("all trials of each experiment are requested", requested(stack, onLog), onLog.size());
        outcome.checkAll(
                "all trials of each experiment are trained, evaluated and recorded",
                finished(stack, onLog),
                onLog.size());
        return outcome.measured("submissions repeated", Integer.toString(submissions.repeated()));
    }

    private static int numberOf(String key) {
        return Integer.parseInt(key.substring(key.lastIndexOf('-') + 1));
    }

    /** Experiments of which every trial is in the queue. */
    private static long requested(DrillStack stack, Set<UUID> experiments) {
        Set<String> trials = new HashSet<>(stack.log().events(Topic.TRIALS_CPU, TrialRequested.class).stream()
                .map(TrialRequested::key)
                .toList());
        return experiments.stream()
                .filter(id -> IntStream.rangeClosed(1, TRIALS).allMatch(number -> trials.contains(id + "." + number)))
                .count();
    }

    private static long finished(DrillStack stack, Set<UUID> experiments) {
        return experiments.stream()
                .filter(id -> stack.tables().finished(id) == TRIALS)
                .count();
    }
}
