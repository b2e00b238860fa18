/** A stack to harm, and the means to observe it. */
package dev.lossline.drill.harness;
