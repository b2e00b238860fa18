/** The command line: what a person types, sees and gets back, and the stack of one machine. */
package dev.lossline.cli;
