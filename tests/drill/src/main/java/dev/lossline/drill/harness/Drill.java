package dev.lossline.drill.harness;

/** Injects a fault into a running stack and checks that nothing is lost. */
public interface Drill {
    /** The name on the command line, such as {@code trainer-killed}. */
    String name();

    /** The fault and the expected outcome, for {@code --list}. */
    String sentence();

    /**
     * Runs the drill on its own stack, which is stopped when this returns.
     *
     * @throws DeadlinePassedException if an expected event did not happen in time; the drill then failed
     */
    Outcome run(DrillContext context) throws InterruptedException;
}
