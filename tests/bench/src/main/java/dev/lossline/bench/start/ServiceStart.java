package dev.lossline.bench.start;

import dev.lossline.stack.Service;

/**
 * A start of a service.
 *
 * @param archived whether it had a class archive
 * @param together whether the other two were started at the same time
 * @param seconds until it said that it was ready
 * @param cpuSeconds of processor time until then
 * @param residentBytes memory in RAM then
 */
record ServiceStart(
        Service service, boolean archived, boolean together, double seconds, double cpuSeconds, long residentBytes) {}
