/** Hostile requests, messages and pages. */
package dev.lossline.drill.hostile;
