package dev.lossline.bench.scale;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The measurements of a simulation that are not in the event log.
 *
 * @param submission the time until all trials were recorded as queued
 * @param connection the time from the first trainer's start until all slots were connected
 * @param connected when all slots were connected
 * @param killed when a trainer was killed
 * @param victim the name of the killed trainer
 * @param late a small experiment submitted at that time
 * @param submitted when each of the other experiments was submitted
 * @param samples the resources used before the training, just before the kill, and at the end
 * @param worstDelay the highest 99th percentile seen of the seconds from an event to its row
 * @param growth the sizes on disk before and after the simulation
 * @param end when everything was trained and evaluated
 */
record ScaleRun(
        Duration submission,
        Duration connection,
        Instant connected,
        Instant killed,
        String victim,
        Late late,
        Map<UUID, Instant> submitted,
        List<Sample> samples,
        double worstDelay,
        List<Growth> growth,
        Instant end) {

    /** A small experiment that is queued behind all others. */
    record Late(UUID id, Instant at) {}
}
