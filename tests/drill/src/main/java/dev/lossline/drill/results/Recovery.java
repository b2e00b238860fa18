package dev.lossline.drill.results;

import java.time.Duration;

/**
 * The effect of killing a trainer on its trial.
 *
 * @param waited the time from the kill to the start of the next attempt
 * @param lost the time from the last usable checkpoint to the kill: work that is repeated
 */
public record Recovery(Duration waited, Duration lost) {}
