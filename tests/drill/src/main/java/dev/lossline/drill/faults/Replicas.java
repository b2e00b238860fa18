package dev.lossline.drill.faults;

import dev.lossline.contract.event.ExperimentEvent;
import dev.lossline.contract.event.TrialEvent.TrialRequested;
import dev.lossline.contract.topic.Topic;
import dev.lossline.drill.harness.Await;
import dev.lossline.drill.harness.Drill;
import dev.lossline.drill.harness.DrillContext;
import dev.lossline.drill.harness.DrillStack;
import dev.lossline.drill.harness.Findings;
import dev.lossline.drill.harness.Health;
import dev.lossline.drill.harness.StackPlan;
import dev.lossline.drill.harness.StackProcess;
import dev.lossline.drill.results.Equality;
import dev.lossline.drill.results.SubmittedExperiment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/** Three of everything but the database, of which one of each is killed. */
final class Replicas implements Drill {
    private static final int EACH = 3;
    private static final Duration CHECKPOINTS = Duration.ofSeconds(3);
    private static final Duration DEADLINE = Duration.ofMinutes(10);

    @Override
    public String name() {
        return "replicas";
    }

    @Override
    public String sentence() {
        return "three brokers, orchestrators, evaluators and trainers, one of each killed during a sweep: results are single and equal, streams whole";
    }

    /** What was killed while it ran, and who was so at the end. */
    private record Harm(int kills, List<StackProcess> dead) {}

    @Override
    public Findings run(DrillContext context) throws InterruptedException {
        StackPlan plan =
                StackPlan.withTrainers(EACH).checkpointEvery(CHECKPOINTS).replicated(EACH);
        try (DrillStack stack = context.start(plan)) {
            context.step("training undisturbed");
            SubmittedExperiment undisturbed = SubmittedExperiment.submit(context, stack, sweep(context));
            undisturbed.awaitFinished(DEADLINE);
            SharedKeys keys = new SharedKeys(stack.orchestrators());
            UUID id = keys.submit(key(context, "sweep"), sweep(context), () -> {});
            SubmittedExperiment harmed = SubmittedExperiment.of(context, stack, id);
            try (StreamFollower follower = new StreamFollower(stack.orchestrators(), id)) {
                Await.until(
                        "the event stream has begun",
                        DEADLINE,
                        () -> !follower.events().isEmpty());
                Harm harm = harm(context, stack, harmed, keys, follower);
                context.step("waiting for the end");
                for (UUID experiment : keys.experiments()) {
                    SubmittedExperiment submitted = SubmittedExperiment.of(context, stack, experiment);
                    Await.until("each submission is recorded", DEADLINE, () -> submitted.trials() > 0);
                    submitted.awaitFinished(DEADLINE);
                }
                keys.repeat();
                return checkStream(findings(stack, undisturbed, harmed, keys, harm), stack, follower, id);
            }
        }
    }

    private static String key(DrillContext context, String what) {
        return "replicas-%d-%s".formatted(context.seed(), what);
    }

    private static String sweep(DrillContext context) {
        return """
                name: replicas
                model: { hidden: [] }
                training: { epochs: %d }
                search: { grid: { training.optimizer.learningRate: [0.1, 0.05, 0.01] } }
                seeds: %s
                """.formatted(context.choose(80, 30), context.choose("[0, 1, 2, 3]", "[0, 1]"));
    }

    private static String small(int number) {
        return """
                name: beside-%d
                model: { hidden: [] }
                training: { epochs: 1 }
                """.formatted(number);
    }

    /** Rounds of kills. After each but the last, the dead are started again; the last ones stay dead. */
    private static Harm harm(
            DrillContext context,
            DrillStack stack,
            SubmittedExperiment harmed,
            SharedKeys keys,
            StreamFollower follower)
            throws InterruptedException {
        Random random = context.random();
        int rounds = context.choose(3, 1);
        int kills = 0;
        List<StackProcess> dead = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            for (StackProcess process : dead) {
                process.start();
            }
            dead.clear();
            for (List<StackProcess> kind : kinds(stack)) {
                context.step("kill %d of %d"
                        .formatted(kills + 1, rounds * kinds(stack).size()));
                harmed.awaitEpochs(1 + random.nextInt(context.choose(30, 6)), DEADLINE);
                awaitInSync(stack, dead);
                StackProcess victim = victim(stack, kind, follower, random);
                int number = ++kills;
                keys.submit(key(context, "beside-" + number), small(number), victim::kill);
                dead.add(victim);
            }
        }
        return new Harm(kills, List.copyOf(dead));
    }

    /** Of trainers one that trains, of orchestrators the one that the follower hangs on, of others any. */
    private static StackProcess victim(
            DrillStack stack, List<StackProcess> kind, StreamFollower follower, Random random)
            throws InterruptedException {
        if (kind.equals(stack.trainers())) {
            return stack.busyTrainer(random);
        }
        return kind.equals(stack.orchestrators()) ? follower.source() : kind.get(random.nextInt(EACH));
    }

    /** Orchestrators first: however fast trials are trained, the follower has events to go on for. */
    private static List<List<StackProcess>> kinds(DrillStack stack) {
        return List.of(stack.orchestrators(), stack.trainers(), stack.evaluators(), stack.brokers());
    }

    /** A second broker may go when the first one has all again: of three, one may be away. */
    private static void awaitInSync(DrillStack stack, List<StackProcess> dead) throws InterruptedException {
        if (dead.stream().noneMatch(stack.brokers()::contains)) {
            Await.until(
                    "all brokers have all messages", DEADLINE, () -> stack.log().isInSync(Topic.ALL));
        }
    }

    private static Findings findings(
            DrillStack stack, SubmittedExperiment undisturbed, SubmittedExperiment harmed, SharedKeys keys, Harm harm)
            throws InterruptedException {
        Findings findings = Findings.after(
                "kill -9 of one of %d trainers, evaluators, orchestrators and brokers each, %d kills, the last %d not started again, during %d trials; %d submissions, each sent to all orchestrators at once under one Idempotency-Key"
                        .formatted(EACH, harm.kills(), harm.dead().size(), harmed.trials(), keys.count()));
        Equality.checkComplete(findings, harmed);
        Equality.check(findings, undisturbed, harmed);
        findings.checkAll("a key is one experiment, whoever answers", keys.single(), keys.count());
        Set<UUID> known = new HashSet<>(keys.experiments());
        known.add(undisturbed.id());
        findings.checkNone("experiments that no client was told of", experiments(stack) - known.size());
        List<StackProcess> living = stack.processes().stream()
                .filter(process -> !harm.dead().contains(process))
                .toList();
        findings.checkAll(
                "those that were not killed live",
                living.stream().filter(StackProcess::isAlive).count(),
                living.size());
        List<StackProcess> services =
                Health.services(stack).stream().filter(living::contains).toList();
        List<String> unready = new ArrayList<>();
        Await.within(Duration.ofMinutes(1), () -> {
            unready.clear();
            unready.addAll(Health.unlike(services, "ready", true));
            return unready.isEmpty();
        });
        findings.check("those that live are ready", unready.isEmpty(), unready.isEmpty() ? "all" : unready + "");
        findings.checkNone(
                "dead letters", stack.log().messages(Topic.DEAD_LETTERS).size());
        return findings.figure("attempts", Long.toString(harmed.attempts()))
                .figure("trials requested more than once", Long.toString(requestedTwice(stack)))
                .figure("epochs twice in an attempt in the log", Long.toString(Equality.duplicates(harmed)));
    }

    private static Findings checkStream(Findings findings, DrillStack stack, StreamFollower follower, UUID id)
            throws InterruptedException {
        List<String> log = stack.log().textsOf(id);
        Await.within(Duration.ofMinutes(1), () -> follower.events().size() >= log.size());
        List<String> missing = new ArrayList<>(log);
        List<String> surplus = follower.events().stream()
                .filter(event -> !missing.remove(event))
                .toList();
        return findings.check(
                        "a client's event stream, cut off, went on at another orchestrator",
                        follower.moves() > 0,
                        follower.moves() + " times")
                .checkAll("events of the log that it brought", log.size() - missing.size(), log.size())
                .checkNone("events that it brought twice", surplus.size());
    }

    private static long experiments(DrillStack stack) {
        return stack.log().events(Topic.EXPERIMENTS, ExperimentEvent.class).stream()
                .filter(ExperimentEvent.ExperimentSubmitted.class::isInstance)
                .map(ExperimentEvent::experimentId)
                .distinct()
                .count();
    }

    private static long requestedTwice(DrillStack stack) {
        List<TrialRequested> requests = stack.log().events(Topic.TRIALS_CPU, TrialRequested.class);
        return requests.size()
                - requests.stream().map(TrialRequested::trialId).distinct().count();
    }
}
