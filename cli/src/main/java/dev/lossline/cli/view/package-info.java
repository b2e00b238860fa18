/** Renders experiments, trials and the stack as text. */
package dev.lossline.cli.view;
