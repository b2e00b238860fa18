package dev.lossline.drill.harness;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;

/**
 * What a drill is given.
 *
 * @param directory the drill's own; deleted after it where it held
 * @param quick whether it is to be short
 * @param seed decides whatever the drill leaves to chance
 */
public record DrillContext(Places places, Path directory, boolean quick, long seed, Progress progress) {
    /** One of two, as the drill is in full or to be short. */
    public <T> T choose(T full, T shortened) {
        return quick ? shortened : full;
    }

    /** The same numbers for the same seed. */
    public Random random() {
        return new Random(seed);
    }

    /** Starts a stack, which the drill closes. */
    public DrillStack start(StackPlan plan) throws InterruptedException {
        progress.step("starting a stack with " + plan.trainers() + (plan.trainers() == 1 ? " trainer" : " trainers"));
        return DrillStack.start(places, directory, plan);
    }

    /** Starts one more stack, after the first, on data of its own. */
    public DrillStack startNext(StackPlan plan) throws InterruptedException {
        progress.step("starting an empty stack");
        return DrillStack.start(places, directory.resolve("next"), plan);
    }

    /** Says what is done now. */
    public void step(String text) {
        progress.step(text);
    }

    /** Lets an outage last, and looks every second or so. */
    public void outage(Duration length, Await.Look look) throws InterruptedException {
        Await.outage(length, progress, look);
    }
}
