/**
 * Drills: each starts a stack of its own, harms it, and checks what had to hold. To add one, implement {@link
 * dev.lossline.drill.harness.Drill} in a class and list it in {@code Drills}.
 */
package dev.lossline.drill;
