package dev.lossline.drill.results;

import dev.lossline.drill.harness.Findings;
import java.util.List;
import java.util.stream.IntStream;

/** Compares an experiment that was harmed with the same one undisturbed, and with what the log has of it. */
public final class Equality {
    private Equality() {}

    /** Adds that losses, weights and evaluations are those of the undisturbed run. */
    public static void check(Findings findings, SubmittedExperiment undisturbed, SubmittedExperiment harmed) {
        List<TrialResult> expected = undisturbed.results();
        List<TrialResult> seen = harmed.results();
        long equal = IntStream.range(0, Math.min(expected.size(), seen.size()))
                .filter(i -> expected.get(i).equals(seen.get(i)))
                .count();
        findings.checkAll(
                "losses of all epochs, weights and evaluation equal an undisturbed run's to the last bit",
                equal,
                expected.size());
    }

    /** All has ended, every epoch is there with one loss, and in one row. */
    public static void checkComplete(Findings findings, SubmittedExperiment harmed) {
        List<TrialTrace> traces = harmed.traces();
        findings.checkAll("every trial is completed, evaluated and recorded", harmed.finished(), harmed.trials());
        findings.checkAll("each epoch has one row", harmed.epochs(), harmed.epochsInAll());
        findings.checkNone(
                "epochs missing from an attempt in the log",
                traces.stream().mapToLong(TrialTrace::gaps).sum());
        findings.checkNone(
                "epochs with two different losses in the log",
                traces.stream().mapToLong(TrialTrace::contradictions).sum());
    }

    /** Complete, and nothing is in the log twice. */
    public static void checkWhole(Findings findings, SubmittedExperiment harmed) {
        checkComplete(findings, harmed);
        findings.checkNone("epochs twice in an attempt in the log", duplicates(harmed));
    }

    /** Epochs that an attempt published more than once. */
    public static long duplicates(SubmittedExperiment harmed) {
        return harmed.traces().stream().mapToLong(TrialTrace::duplicates).sum();
    }
}
