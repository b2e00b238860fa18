package dev.lossline.drill.faults;

import dev.lossline.drill.harness.Api;
import dev.lossline.drill.harness.Await;
import dev.lossline.drill.harness.Drill;
import dev.lossline.drill.harness.DrillContext;
import dev.lossline.drill.harness.DrillStack;
import dev.lossline.drill.harness.Health;
import dev.lossline.drill.harness.Outcome;
import dev.lossline.drill.harness.StackPlan;
import dev.lossline.drill.harness.StackProcess;
import dev.lossline.drill.hostile.ResponseRules;
import dev.lossline.drill.results.Equality;
import dev.lossline.drill.results.SubmittedExperiment;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Fills Kafka's disk, then PostgreSQL's. */
final class DiskFull implements Drill {
    private static final Duration DEADLINE = Duration.ofMinutes(8);
    private static final Duration DETECTION_TIMEOUT = Duration.ofSeconds(60);

    @Override
    public String name() {
        return "disk-full";
    }

    @Override
    public String sentence() {
        return "disk full for Kafka, then for PostgreSQL: services report it, nothing is lost, and all continue once there is space";
    }

    @Override
    public Outcome run(DrillContext context) throws InterruptedException {
        try (SmallDisk kafka = SmallDisk.mount(context.directory().resolve("kafka"), 300);
                SmallDisk postgres = SmallDisk.mount(context.directory().resolve("postgres"), 300);
                DrillStack stack = context.start(StackPlan.withTrainers(1).checkpointEvery(Duration.ofSeconds(2)))) {
            context.step("training without a fault");
            SubmittedExperiment undisturbed = SubmittedExperiment.submit(context, stack, yaml(context));
            undisturbed.awaitFinished(DEADLINE);
            Outcome outcome =
                    Outcome.after("the disks of Kafka and then PostgreSQL filled for %d s during training, then freed"
                            .formatted(outage(context).toSeconds()));
            SubmittedExperiment first = SubmittedExperiment.submit(context, stack, yaml(context));
            first.awaitEpochs(5, DEADLINE);
            kafkaFull(context, stack, kafka, outcome);
            goesOn(context, outcome, undisturbed, first);
            SubmittedExperiment second = SubmittedExperiment.submit(context, stack, yaml(context));
            second.awaitEpochs(5, DEADLINE);
            postgresFull(context, stack, postgres, outcome);
            goesOn(context, outcome, undisturbed, second);
            return outcome;
        }
    }

    private static String yaml(DrillContext context) {
        return """
                name: disk-full
                model: { hidden: [] }
                training: { epochs: %d, batchSize: 256 }
                search: { grid: { training.optimizer.learningRate: [0.1, 0.01] } }
                """.formatted(context.choose(600, 150));
    }

    private static Duration outage(DrillContext context) {
        return context.choose(Duration.ofSeconds(45), Duration.ofSeconds(5));
    }

    private static void kafkaFull(DrillContext context, DrillStack stack, SmallDisk disk, Outcome outcome)
            throws InterruptedException {
        context.step("Kafka's disk is full");
        disk.fill();
        boolean halted = Await.within(DETECTION_TIMEOUT, () -> !stack.broker().isAlive());
        outcome.measured("broker on a full disk", halted ? "shuts down" : "keeps running");
        List<StackProcess> services = Health.services(stack);
        outcome.check(
                "Kafka's disk full: no service is ready",
                Await.within(
                        DETECTION_TIMEOUT,
                        () -> Health.unlike(services, "ready", false).isEmpty()),
                seen(Health.unlike(services, "ready", false), services));
        context.outage(outage(context), () -> {});
        List<String> dead = Health.unlike(services, "live", true);
        outcome.check("all services are alive", dead.isEmpty(), seen(dead, services));
        outcome.check("results can be read", reads(stack) == 200, "GET returns " + reads(stack));
        Api.Answer refused = submission(stack);
        outcome.check(
                "a submission is rejected with a reason",
                refused.status() == 503 && refused.mediaType().startsWith(ResponseRules.PROBLEM),
                refused.status() + " " + refused.json().path("detail").asText());
        context.step("freeing Kafka's disk");
        disk.makeRoom();
        if (halted) {
            // As a supervisor such as Docker, Kubernetes or systemd would.
            stack.broker().start();
        }
        ready(outcome, services);
    }

    private static void postgresFull(DrillContext context, DrillStack stack, SmallDisk disk, Outcome outcome)
            throws InterruptedException {
        context.step("PostgreSQL's disk is full");
        disk.fill();
        outcome.check(
                "PostgreSQL's disk full: the evaluator is not ready",
                Await.within(DETECTION_TIMEOUT, () -> !Health.isReady(stack.evaluator())),
                "waits for the database");
        context.outage(outage(context), () -> {});
        List<StackProcess> services = Health.services(stack);
        List<String> dead = Health.unlike(services, "live", true);
        outcome.check("all services are alive with PostgreSQL's disk full", dead.isEmpty(), seen(dead, services));
        int status = reads(stack);
        boolean alive = stack.postgres().isAlive();
        outcome.check(
                "reads succeed or fail with a problem document",
                status == 200 || (!alive && status == 503),
                "GET returns " + status);
        outcome.measured("PostgreSQL on a full disk", alive ? "keeps serving reads" : "shuts down");
        context.step("freeing PostgreSQL's disk");
        disk.makeRoom();
        if (!alive) {
            stack.postgres().start();
        }
        ready(outcome, services);
    }

    private static void ready(Outcome outcome, List<StackProcess> services) throws InterruptedException {
        boolean ready = Await.within(
                DETECTION_TIMEOUT, () -> Health.unlike(services, "ready", true).isEmpty());
        outcome.check(
                "with free space, all services are ready within %d s".formatted(DETECTION_TIMEOUT.toSeconds()),
                ready,
                seen(Health.unlike(services, "ready", true), services));
    }

    private static void goesOn(
            DrillContext context, Outcome outcome, SubmittedExperiment undisturbed, SubmittedExperiment disturbed)
            throws InterruptedException {
        context.step("waiting for the experiment to end");
        disturbed.awaitFinished(DEADLINE);
        Equality.check(outcome, undisturbed, disturbed);
        Equality.checkComplete(outcome, disturbed);
        // A broker on a full disk returns an unknown error even for messages that it has written. They are sent again:
        // a duplicate is harmless, a lost message is not.
        outcome.measured("duplicate epochs in the log", Long.toString(Equality.duplicates(disturbed)));
    }

    private static int reads(DrillStack stack) throws InterruptedException {
        try {
            return stack.api().get("/api/experiments").status();
        } catch (IOException e) {
            return 0;
        }
    }

    private static Api.Answer submission(DrillStack stack) throws InterruptedException {
        try {
            return stack.api().submit("name: refused", "disk-full").get(30, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("no response to a submission: " + e, e);
        }
    }

    private static String seen(List<String> unlike, List<StackProcess> services) {
        return unlike.isEmpty() ? "%1$d of %1$d".formatted(services.size()) : unlike.toString();
    }
}
