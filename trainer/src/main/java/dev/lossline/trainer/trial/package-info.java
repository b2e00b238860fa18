/** Runs a trial to its end and publishes its results. */
package dev.lossline.trainer.trial;
