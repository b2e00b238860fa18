package dev.lossline.drill.harness;

/** One way to harm a running stack, and what must hold all the same. */
public interface Drill {
    /** What a person types, such as {@code trainer-killed}. */
    String name();

    /** What is done and what has to hold, in a sentence for {@code --list}. */
    String sentence();

    /**
     * Does the harm to a stack of its own, which is stopped when this returns.
     *
     * @throws DeadlinePassedException where something that had to happen did not; the drill has not held then
     */
    Findings run(DrillContext context) throws InterruptedException;
}
