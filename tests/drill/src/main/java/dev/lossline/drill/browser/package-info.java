/** Attacks by pages in a real browser. */
package dev.lossline.drill.browser;
