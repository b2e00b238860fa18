package dev.lossline.bench.scale;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What happened in a simulation besides what the log says.
 *
 * @param submission until all trials were recorded as queued
 * @param connection from the first trainer's start until all slots were at the queue
 * @param connected when that was
 * @param killed when one of them was killed
 * @param victim its name
 * @param late a small experiment that was submitted then
 * @param submitted the others
 * @param samples before the training, at its middle just before the kill, after its end
 * @param worstDelay the largest 99th percentile of seconds from an event to its row that was seen
 * @param growth of the empty stack, and after all
 * @param end when all was trained and evaluated
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

    /** A small experiment behind all others. */
    record Late(UUID id, Instant at) {}
}
