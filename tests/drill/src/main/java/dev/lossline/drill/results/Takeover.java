package dev.lossline.drill.results;

import java.time.Duration;

/**
 * What a kill of a trainer did to the trial that it had.
 *
 * @param waited from the kill to the start of the next attempt
 * @param lost from the checkpoint that the next attempt goes on from to the kill: work that is done again
 */
public record Takeover(Duration waited, Duration lost) {}
