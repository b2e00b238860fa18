/**
 * The worker that all trainers share: takes trials from the queue, trains them, publishes what happens. A trainer for a
 * kind of device adds the natives and a bean of type {@link dev.lossline.trainer.Processor}.
 */
package dev.lossline.trainer;
