/** Settings and metrics of a trainer, and the processor that it uses. */
package dev.lossline.trainer.config;
