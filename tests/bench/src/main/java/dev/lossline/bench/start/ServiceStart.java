package dev.lossline.bench.start;

import dev.lossline.stack.Service;

/**
 * A measured start of a service.
 *
 * @param archived whether it used a class archive
 * @param together whether the other services were started at the same time
 * @param seconds the time until it reported ready
 * @param cpuSeconds the processor time used by then
 * @param residentBytes the resident memory at that point
 */
record ServiceStart(
        Service service, boolean archived, boolean together, double seconds, double cpuSeconds, long residentBytes) {}
