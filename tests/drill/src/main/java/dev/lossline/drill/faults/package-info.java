/** The drills, each with the fault that it injects. */
package dev.lossline.drill.faults;
