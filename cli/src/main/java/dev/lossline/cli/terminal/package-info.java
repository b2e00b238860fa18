/** Terminal output. */
package dev.lossline.cli.terminal;
