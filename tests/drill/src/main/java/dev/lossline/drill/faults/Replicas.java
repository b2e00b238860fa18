package dev.lossline.drill.faults;

import dev.lossline.contract.event.ExperimentEvent;
import dev.lossline.contract.event.TrialEvent.TrialRequested;
import dev.lossline.contract.topic.Topic;
import dev.lossline.drill.harness.Await;
import dev.lossline.drill.harness.Drill;
import dev.lossline.drill.harness.DrillContext;
import dev.lossline.drill.harness.DrillStack;
import dev.lossline.drill.harness.Health;
import dev.lossline.drill.harness.Outcome;
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
    private static final int REPLICAS_PER_SERVICE = 3;
    private static final Duration CHECKPOINTS = Duration.ofSeconds(3);
    private static final Duration DEADLINE = Duration.ofMinutes(10);

    @Override
    public String name() {
        return "replicas";
    }

    @Override
    public String sentence() {
        return "three replicas of each service and broker, one of each killed: results are recorded once and equal, streams complete";
    }

    /** What was killed while it ran, and who was so at the end. */
    private record Faults(int kills, List<StackProcess> dead) {}

    @Override
    public Outcome run(DrillContext context) throws InterruptedException {
        StackPlan plan = StackPlan.withTrainers(REPLICAS_PER_SERVICE)
                .checkpointEvery(CHECKPOINTS)
                .replicated(REPLICAS_PER_SERVICE);
        try (DrillStack stack = context.start(plan)) {
            context.step("training without a fault");
            SubmittedExperiment undisturbed = SubmittedExperiment.submit(context, stack, sweep(context));
            undisturbed.awaitFinished(DEADLINE);
            SharedKeys keys = new SharedKeys(stack.orchestrators());
            UUID id = keys.submit(key(context, "sweep"), sweep(context), () -> {});
            SubmittedExperiment disturbed = SubmittedExperiment.of(context, stack, id);
            try (StreamFollower follower = new StreamFollower(stack.orchestrators(), id)) {
                Await.until(
                        "the event stream has begun",
                        DEADLINE,
                        () -> !follower.events().isEmpty());
                Faults faults = faults(context, stack, disturbed, keys, follower);
                context.step("waiting for the experiment to end");
                for (UUID experiment : keys.experiments()) {
                    SubmittedExperiment submitted = SubmittedExperiment.of(context, stack, experiment);
                    Await.until("each submission is recorded", DEADLINE, () -> submitted.trials() > 0);
                    submitted.awaitFinished(DEADLINE);
                }
                keys.repeat();
                return checkStream(outcome(stack, undisturbed, disturbed, keys, faults), stack, follower, id);
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
    private static Faults faults(
            DrillContext context,
            DrillStack stack,
            SubmittedExperiment disturbed,
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
                disturbed.awaitEpochs(1 + random.nextInt(context.choose(30, 6)), DEADLINE);
                awaitInSync(stack, dead);
                StackProcess victim = victim(stack, kind, follower, random);
                int number = ++kills;
                keys.submit(key(context, "beside-" + number), small(number), victim::kill);
                dead.add(victim);
            }
        }
        return new Faults(kills, List.copyOf(dead));
    }

    /** Of trainers one that trains, of orchestrators the one that the follower hangs on, of others any. */
    private static StackProcess victim(
            DrillStack stack, List<StackProcess> kind, StreamFollower follower, Random random)
            throws InterruptedException {
        if (kind.equals(stack.trainers())) {
            return stack.busyTrainer(random);
        }
        return kind.equals(stack.orchestrators()) ? follower.source() : kind.get(random.nextInt(REPLICAS_PER_SERVICE));
    }

    /** Orchestrators first: however fast trials are trained, the follower has events to go on for. */
    private static List<List<StackProcess>> kinds(DrillStack stack) {
        return List.of(stack.orchestrators(), stack.trainers(), stack.evaluators(), stack.brokers());
    }

    /** A second broker may go when the first one has all again: of three, one may be away. */
    private static void awaitInSync(DrillStack stack, List<StackProcess> dead) throws InterruptedException {
        if (dead.stream().noneMatch(stack.brokers()::contains)) {
            Await.until("all replicas are in sync", DEADLINE, () -> stack.log().isInSync(Topic.ALL));
        }
    }

    private static Outcome outcome(
            DrillStack stack,
            SubmittedExperiment undisturbed,
            SubmittedExperiment disturbed,
            SharedKeys keys,
            Faults faults)
            throws InterruptedException {
        Outcome outcome = Outcome.after(
                "%d replicas of trainer, evaluator, orchestrator and broker; %d times kill -9 of one of them, the last %d not restarted, during %d trials; %d submissions, each sent to all orchestrators at once with the same Idempotency-Key"
                        .formatted(
                                REPLICAS_PER_SERVICE,
                                faults.kills(),
                                faults.dead().size(),
                                disturbed.trials(),
                                keys.count()));
        Equality.checkComplete(outcome, disturbed);
        Equality.check(outcome, undisturbed, disturbed);
        outcome.checkAll("each key has one experiment on all orchestrators", keys.single(), keys.count());
        Set<UUID> known = new HashSet<>(keys.experiments());
        known.add(undisturbed.id());
        outcome.checkNone("experiments without a response to a client", experiments(stack) - known.size());
        List<StackProcess> living = stack.processes().stream()
                .filter(process -> !faults.dead().contains(process))
                .toList();
        outcome.checkAll(
                "all other processes are running",
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
        outcome.check("all running services are ready", unready.isEmpty(), unready.isEmpty() ? "all" : unready + "");
        outcome.checkNone(
                "dead letters", stack.log().messages(Topic.DEAD_LETTERS).size());
        return outcome.measured("attempts", Long.toString(disturbed.attempts()))
                .measured("trials requested more than once", Long.toString(requestedTwice(stack)))
                .measured("duplicate epochs of an attempt in the log", Long.toString(Equality.duplicates(disturbed)));
    }

    private static Outcome checkStream(Outcome outcome, DrillStack stack, StreamFollower follower, UUID id)
            throws InterruptedException {
        List<String> log = stack.log().textsOf(id);
        Await.within(Duration.ofMinutes(1), () -> follower.events().size() >= log.size());
        List<String> missing = new ArrayList<>(log);
        List<String> surplus = follower.events().stream()
                .filter(event -> !missing.remove(event))
                .toList();
        return outcome.check(
                        "an interrupted event stream continued on another orchestrator",
                        follower.moves() > 0,
                        follower.moves() + " times")
                .checkAll("events of the log received", log.size() - missing.size(), log.size())
                .checkNone("events received twice", surplus.size());
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
