/**
 * The worker that all trainers share: takes trials from the queue, trains them and publishes the results. A trainer for
 * a kind of device adds the native libraries and a bean of type {@link dev.lossline.trainer.config.Processor}.
 */
package dev.lossline.trainer;
