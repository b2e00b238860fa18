package dev.lossline.drill.results;

import dev.lossline.drill.harness.Outcome;
import java.util.List;
import java.util.stream.IntStream;

/** Compares a disturbed experiment with an undisturbed run and with its events in the log. */
public final class Equality {
    private Equality() {}

    /** Adds a check that losses, weights and evaluations equal those of the undisturbed run. */
    public static void check(Outcome outcome, SubmittedExperiment undisturbed, SubmittedExperiment disturbed) {
        List<TrialResult> expected = undisturbed.results();
        List<TrialResult> seen = disturbed.results();
        long equal = IntStream.range(0, Math.min(expected.size(), seen.size()))
                .filter(i -> expected.get(i).equals(seen.get(i)))
                .count();
        outcome.checkAll(
                "losses, weights and evaluations equal those of an undisturbed run to the last bit",
                equal,
                expected.size());
    }

    /** Adds checks that all trials ended and that every epoch has one loss and one row. */
    public static void checkComplete(Outcome outcome, SubmittedExperiment disturbed) {
        List<TrialTrace> traces = disturbed.traces();
        outcome.checkAll("every trial is completed, evaluated and recorded", disturbed.finished(), disturbed.trials());
        outcome.checkAll("each epoch has one row", disturbed.epochs(), disturbed.epochsInAll());
        outcome.checkNone(
                "epochs missing from an attempt in the log",
                traces.stream().mapToLong(TrialTrace::gaps).sum());
        outcome.checkNone(
                "epochs with two different losses in the log",
                traces.stream().mapToLong(TrialTrace::contradictions).sum());
    }

    /** Adds checks that the experiment is complete and that the log has no duplicates. */
    public static void checkWhole(Outcome outcome, SubmittedExperiment disturbed) {
        checkComplete(outcome, disturbed);
        outcome.checkNone("duplicate epochs of an attempt in the log", duplicates(disturbed));
    }

    /** Epochs that an attempt published more than once. */
    public static long duplicates(SubmittedExperiment disturbed) {
        return disturbed.traces().stream().mapToLong(TrialTrace::duplicates).sum();
    }
}
