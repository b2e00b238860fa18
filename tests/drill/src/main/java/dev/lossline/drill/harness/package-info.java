/** A stack in which faults are injected, and the means to observe it. */
package dev.lossline.drill.harness;
