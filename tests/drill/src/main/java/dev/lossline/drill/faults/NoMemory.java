package dev.lossline.drill.faults;

import dev.lossline.drill.harness.Await;
import dev.lossline.drill.harness.Drill;
import dev.lossline.drill.harness.DrillContext;
import dev.lossline.drill.harness.DrillStack;
import dev.lossline.drill.harness.Health;
import dev.lossline.drill.harness.Outcome;
import dev.lossline.drill.harness.SkippedException;
import dev.lossline.drill.harness.StackPlan;
import dev.lossline.drill.harness.StackProcess;
import dev.lossline.drill.results.Equality;
import dev.lossline.drill.results.SubmittedExperiment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Runs a trial that needs more memory than its trainer may use. */
final class NoMemory implements Drill {
    private static final Duration DEADLINE = Duration.ofMinutes(3);
    private static final long SPARE_BYTES = 1536L << 20;
    private static final String SMALL = """
            name: small
            model: { hidden: [] }
            training: { epochs: 2 }
            """;

    /** Its activations alone are 60,000 × 16,384 numbers of four bytes: 3.9 GB. */
    private static final String LARGE = """
            name: too-large
            model: { hidden: [16384] }
            training: { epochs: 1, batchSize: 60000 }
            """;

    @Override
    public String name() {
        return "no-memory";
    }

    @Override
    public String sentence() {
        return "a trial that exceeds its trainer's memory fails with the reason; the trainer keeps running";
    }

    @Override
    public Outcome run(DrillContext context) throws InterruptedException {
        try (DrillStack stack = context.start(StackPlan.withTrainers(1))) {
            StackProcess trainer = stack.trainers().getFirst();
            context.step("training without a fault");
            SubmittedExperiment undisturbed = SubmittedExperiment.submit(context, stack, SMALL);
            undisturbed.awaitFinished(DEADLINE);
            long limit = limit(trainer.pid());
            long pid = trainer.pid();
            int trials = context.choose(5, 2);
            Outcome outcome = Outcome.after(
                    "%d trials that need 4 GB each, on a trainer whose address space may grow by at most %d MiB"
                            .formatted(trials, SPARE_BYTES >> 20));
            for (int i = 0; i < trials; i++) {
                context.step("oversized trial %d of %d".formatted(i + 1, trials));
                SubmittedExperiment large = SubmittedExperiment.submit(context, stack, LARGE);
                fails(stack, large, outcome, i);
            }
            context.step("training a small trial");
            SubmittedExperiment next = SubmittedExperiment.submit(context, stack, SMALL);
            next.awaitFinished(DEADLINE);
            outcome.check(
                    "the trainer keeps running, in the same process",
                    trainer.isAlive() && trainer.pid() == pid && Health.isReady(trainer),
                    "pid " + pid);
            Equality.check(outcome, undisturbed, next);
            return outcome.measured("address space", (limit >> 20) + " MiB");
        }
    }

    private static void fails(DrillStack stack, SubmittedExperiment large, Outcome outcome, int number)
            throws InterruptedException {
        Await.until("the trial fails", DEADLINE, () -> failure(stack, large).size() == 1);
        String reason = failure(stack, large).getFirst();
        if (number == 0 || !reason.startsWith("out-of-memory")) {
            outcome.check(
                    "the trial fails at its first attempt with out-of-memory and a reason",
                    reason.startsWith("out-of-memory") && large.attempts() == 1,
                    reason.lines().findFirst().orElse(""));
        }
    }

    private static List<String> failure(DrillStack stack, SubmittedExperiment experiment) {
        return stack.tables()
                .list(
                        "select failure_kind || ': ' || failure_reason from trial where experiment_id = ? and state = 'failed'",
                        row -> row.getString(1),
                        experiment.id());
    }

    /** Limits the process's address space to slightly more than it uses, so the machine's memory is never exhausted. */
    private static long limit(long pid) throws InterruptedException {
        try {
            long bytes = addressSpace(pid) + SPARE_BYTES;
            Process prlimit = new ProcessBuilder("prlimit", "--pid", Long.toString(pid), "--as=" + bytes)
                    .redirectErrorStream(true)
                    .start();
            String said = new String(prlimit.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (prlimit.waitFor() != 0) {
                throw new SkippedException("cannot limit a process on this machine: " + said.strip());
            }
            return bytes;
        } catch (IOException e) {
            throw new SkippedException("prlimit(1) of util-linux not found; run on Linux");
        }
    }

    private static long addressSpace(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("VmSize:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                .findFirst()
                .orElseThrow();
    }
}
