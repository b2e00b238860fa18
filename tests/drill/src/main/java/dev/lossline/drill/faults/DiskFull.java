package dev.lossline.drill.faults;

import dev.lossline.drill.harness.Api;
import dev.lossline.drill.harness.Await;
import dev.lossline.drill.harness.Drill;
import dev.lossline.drill.harness.DrillContext;
import dev.lossline.drill.harness.DrillStack;
import dev.lossline.drill.harness.Findings;
import dev.lossline.drill.harness.Health;
import dev.lossline.drill.harness.StackPlan;
import dev.lossline.drill.harness.StackProcess;
import dev.lossline.drill.hostile.AnswerRules;
import dev.lossline.drill.results.Equality;
import dev.lossline.drill.results.SubmittedExperiment;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The disk that Kafka writes to is full, then the one that PostgreSQL writes to. */
final class DiskFull implements Drill {
    private static final Duration DEADLINE = Duration.ofMinutes(8);
    private static final Duration NOTICED = Duration.ofSeconds(60);

    @Override
    public String name() {
        return "disk-full";
    }

    @Override
    public String sentence() {
        return "no room for Kafka's data, then for PostgreSQL's: all says so, nothing breaks, and goes on with room";
    }

    @Override
    public Findings run(DrillContext context) throws InterruptedException {
        try (SmallDisk kafka = SmallDisk.mount(context.directory().resolve("kafka"), 300);
                SmallDisk postgres = SmallDisk.mount(context.directory().resolve("postgres"), 300);
                DrillStack stack = context.start(StackPlan.withTrainers(1).checkpointEvery(Duration.ofSeconds(2)))) {
            context.step("training undisturbed");
            SubmittedExperiment undisturbed = SubmittedExperiment.submit(context, stack, yaml(context));
            undisturbed.awaitFinished(DEADLINE);
            Findings findings = Findings.after(
                    "the file systems of Kafka's data, then of PostgreSQL's, filled to the last byte for %d s while trials train; then room made"
                            .formatted(outage(context).toSeconds()));
            SubmittedExperiment first = SubmittedExperiment.submit(context, stack, yaml(context));
            first.awaitEpochs(5, DEADLINE);
            kafkaFull(context, stack, kafka, findings);
            goesOn(context, findings, undisturbed, first);
            SubmittedExperiment second = SubmittedExperiment.submit(context, stack, yaml(context));
            second.awaitEpochs(5, DEADLINE);
            postgresFull(context, stack, postgres, findings);
            goesOn(context, findings, undisturbed, second);
            return findings;
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

    private static void kafkaFull(DrillContext context, DrillStack stack, SmallDisk disk, Findings findings)
            throws InterruptedException {
        context.step("Kafka's disk is full");
        disk.fill();
        boolean halted = Await.within(NOTICED, () -> !stack.broker().isAlive());
        findings.figure("a broker without room", halted ? "halts itself" : "goes on running");
        List<StackProcess> services = Health.services(stack);
        findings.check(
                "Kafka without room: no service is ready",
                Await.within(
                        NOTICED, () -> Health.unlike(services, "ready", false).isEmpty()),
                seen(Health.unlike(services, "ready", false), services));
        context.outage(outage(context), () -> {});
        List<String> dead = Health.unlike(services, "live", true);
        findings.check("all are alive", dead.isEmpty(), seen(dead, services));
        findings.check("results can be read", reads(stack) == 200, "GET is answered " + reads(stack));
        Api.Answer refused = submission(stack);
        findings.check(
                "a submission is refused with a reason",
                refused.status() == 503 && refused.mediaType().startsWith(AnswerRules.PROBLEM),
                refused.status() + " " + refused.json().path("detail").asText());
        context.step("making room for Kafka");
        disk.makeRoom();
        if (halted) {
            // As whoever supervises processes does: Docker, Kubernetes, systemd.
            stack.broker().start();
        }
        ready(findings, services);
    }

    private static void postgresFull(DrillContext context, DrillStack stack, SmallDisk disk, Findings findings)
            throws InterruptedException {
        context.step("PostgreSQL's disk is full");
        disk.fill();
        findings.check(
                "PostgreSQL without room: the evaluator is not ready",
                Await.within(NOTICED, () -> !Health.isReady(stack.evaluator())),
                "waits for the database");
        context.outage(outage(context), () -> {});
        List<StackProcess> services = Health.services(stack);
        List<String> dead = Health.unlike(services, "live", true);
        findings.check("all are alive again", dead.isEmpty(), seen(dead, services));
        int status = reads(stack);
        boolean alive = stack.postgres().isAlive();
        findings.check(
                "reads are answered, or refused with a problem",
                status == 200 || (!alive && status == 503),
                "GET is answered " + status);
        findings.figure("a PostgreSQL without room", alive ? "goes on serving reads" : "ends itself");
        context.step("making room for PostgreSQL");
        disk.makeRoom();
        if (!alive) {
            stack.postgres().start();
        }
        ready(findings, services);
    }

    private static void ready(Findings findings, List<StackProcess> services) throws InterruptedException {
        boolean ready = Await.within(
                NOTICED, () -> Health.unlike(services, "ready", true).isEmpty());
        findings.check(
                "with room again, all are ready within %d s".formatted(NOTICED.toSeconds()),
                ready,
                seen(Health.unlike(services, "ready", true), services));
    }

    private static void goesOn(
            DrillContext context, Findings findings, SubmittedExperiment undisturbed, SubmittedExperiment harmed)
            throws InterruptedException {
        context.step("waiting for the end");
        harmed.awaitFinished(DEADLINE);
        Equality.check(findings, undisturbed, harmed);
        Equality.checkComplete(findings, harmed);
        // A broker without room answers with an unknown error, also for what it has written: such a message is sent
        // again, as a message twice does no harm and one too few does.
        findings.figure("epochs twice in the log", Long.toString(Equality.duplicates(harmed)));
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
            throw new IllegalStateException("a submission is not answered: " + e, e);
        }
    }

    private static String seen(List<String> unlike, List<StackProcess> services) {
        return unlike.isEmpty() ? "%1$d of %1$d".formatted(services.size()) : unlike.toString();
    }
}
