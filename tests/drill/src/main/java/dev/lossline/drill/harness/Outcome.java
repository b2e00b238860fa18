package dev.lossline.drill.harness;

import java.util.ArrayList;
import java.util.List;

/** What a drill did, checked and measured. */
public final class Outcome {
    private final String fault;
    private final List<Check> checks = new ArrayList<>();
    private final List<Measurement> measurements = new ArrayList<>();

    private Outcome(String fault) {
        this.fault = fault;
    }

    /** Creates an outcome; {@code fault} describes the injected fault. */
    public static Outcome after(String fault) {
        return new Outcome(fault);
    }

    /** Adds a check. */
    public Outcome check(String claim, boolean passed, String seen) {
        checks.add(new Check(claim, passed, seen));
        return this;
    }

    /** Adds a check that {@code held} equals {@code all} and is not 0. */
    public Outcome checkAll(String claim, long held, long all) {
        return check(claim, held == all && all > 0, "%d of %d".formatted(held, all));
    }

    /** Adds a check that a count is 0. */
    public Outcome checkNone(String claim, long seen) {
        return check(claim, seen == 0, Long.toString(seen));
    }

    /** Adds a measurement. */
    public Outcome measured(String name, String value) {
        measurements.add(new Measurement(name, value));
        return this;
    }

    String fault() {
        return fault;
    }

    List<Check> checks() {
        return List.copyOf(checks);
    }

    List<Measurement> measurements() {
        return List.copyOf(measurements);
    }

    /** Whether there were checks and all of them passed. */
    boolean passed() {
        return !checks.isEmpty() && checks.stream().allMatch(Check::passed);
    }
}
