package dev.lossline.drill.faults;

import dev.lossline.drill.harness.Await;
import dev.lossline.drill.harness.Drill;
import dev.lossline.drill.harness.DrillContext;
import dev.lossline.drill.harness.DrillStack;
import dev.lossline.drill.harness.Findings;
import dev.lossline.drill.harness.Health;
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

/** A trial that needs more memory than its trainer may have. */
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
        return "a trial that needs more memory than its trainer may have fails with the reason; the trainer lives on";
    }

    @Override
    public Findings run(DrillContext context) throws InterruptedException {
        try (DrillStack stack = context.start(StackPlan.withTrainers(1))) {
            StackProcess trainer = stack.trainers().getFirst();
            context.step("training undisturbed");
            SubmittedExperiment undisturbed = SubmittedExperiment.submit(context, stack, SMALL);
            undisturbed.awaitFinished(DEADLINE);
            long limit = limit(trainer.pid());
            long pid = trainer.pid();
            int trials = context.choose(5, 2);
            Findings findings = Findings.after(
                    "%d trials that need 4 GB each, of a trainer whose address space ends %d MiB above what it has"
                            .formatted(trials, SPARE_BYTES >> 20));
            for (int i = 0; i < trials; i++) {
                context.step("trial %d of %d that is too large".formatted(i + 1, trials));
                SubmittedExperiment large = SubmittedExperiment.submit(context, stack, LARGE);
                fails(stack, large, findings, i);
            }
            context.step("training what fits");
            SubmittedExperiment next = SubmittedExperiment.submit(context, stack, SMALL);
            next.awaitFinished(DEADLINE);
            findings.check(
                    "the trainer lives on, in the same process",
                    trainer.isAlive() && trainer.pid() == pid && Health.isReady(trainer),
                    "pid " + pid);
            Equality.check(findings, undisturbed, next);
            return findings.figure("address space", (limit >> 20) + " MiB");
        }
    }

    private static void fails(DrillStack stack, SubmittedExperiment large, Findings findings, int number)
            throws InterruptedException {
        Await.until("the trial fails", DEADLINE, () -> failure(stack, large).size() == 1);
        String reason = failure(stack, large).getFirst();
        if (number == 0 || !reason.startsWith("out-of-memory")) {
            findings.check(
                    "it fails with kind out-of-memory and the reason, at its first attempt",
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

    /** Limits the process's address space to little more than it has; the machine's memory is never exhausted. */
    private static long limit(long pid) throws InterruptedException {
        try {
            long bytes = addressSpace(pid) + SPARE_BYTES;
            Process prlimit = new ProcessBuilder("prlimit", "--pid", Long.toString(pid), "--as=" + bytes)
                    .redirectErrorStream(true)
                    .start();
            String said = new String(prlimit.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (prlimit.waitFor() != 0) {
                throw new SkippedException("a process may not be limited here: " + said.strip());
            }
            return bytes;
        } catch (IOException e) {
            throw new SkippedException("there is no prlimit(1) of util-linux here; run it on Linux");
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
