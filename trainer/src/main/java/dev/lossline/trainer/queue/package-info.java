/** Takes trials from the queue and holds their locks. */
package dev.lossline.trainer.queue;
