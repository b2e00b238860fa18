package dev.lossline.drill.harness;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;

/**
 * The input of a drill.
 *
 * @param directory the drill's own directory; deleted after the drill if it passed
 * @param quick whether to run the shorter version
 * @param seed the seed of the drill's random choices
 */
public record DrillContext(DrillPaths paths, Path directory, boolean quick, long seed, Progress progress) {
    /** Returns the first value for a full run, the second for a quick one. */
    public <T> T choose(T full, T shortened) {
        return quick ? shortened : full;
    }

    /** A random number generator with this seed. */
    public Random random() {
        return new Random(seed);
    }

    /** Starts a stack, which the drill must close. */
    public DrillStack start(StackPlan plan) throws InterruptedException {
        progress.step("starting a stack with " + plan.trainers() + (plan.trainers() == 1 ? " trainer" : " trainers"));
        return DrillStack.start(paths, directory, plan);
    }

    /** Starts a second stack with its own data. */
    public DrillStack startNext(StackPlan plan) throws InterruptedException {
        progress.step("starting an empty stack");
        return DrillStack.start(paths, directory.resolve("next"), plan);
    }

    /** Starts a step, described by the given text. */
    public void step(String text) {
        progress.step(text);
    }

    /** Waits for the length of an outage, calling {@code look} about once a second. */
    public void outage(Duration length, Await.Look look) throws InterruptedException {
        Await.outage(length, progress, look);
    }
}
