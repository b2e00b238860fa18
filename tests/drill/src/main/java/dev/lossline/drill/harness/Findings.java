package dev.lossline.drill.harness;

import java.util.ArrayList;
import java.util.List;

/** What a drill did and what it saw. */
public final class Findings {
    private final String harm;
    private final List<Check> checks = new ArrayList<>();
    private final List<Figure> figures = new ArrayList<>();

    private Findings(String harm) {
        this.harm = harm;
    }

    /** Begins with what was done. */
    public static Findings after(String harm) {
        return new Findings(harm);
    }

    /** Adds something that had to hold. */
    public Findings check(String claim, boolean held, String seen) {
        checks.add(new Check(claim, held, seen));
        return this;
    }

    /** Adds something that had to be so for all of a number of things. */
    public Findings checkAll(String claim, long held, long all) {
        return check(claim, held == all && all > 0, "%d of %d".formatted(held, all));
    }

    /** Adds something of which there must be none. */
    public Findings checkNone(String claim, long seen) {
        return check(claim, seen == 0, Long.toString(seen));
    }

    /** Adds something that was measured. */
    public Findings figure(String name, String value) {
        figures.add(new Figure(name, value));
        return this;
    }

    String harm() {
        return harm;
    }

    List<Check> checks() {
        return List.copyOf(checks);
    }

    List<Figure> figures() {
        return List.copyOf(figures);
    }

    /** Whether there were checks and all of them held. */
    boolean held() {
        return !checks.isEmpty() && checks.stream().allMatch(Check::held);
    }
}
