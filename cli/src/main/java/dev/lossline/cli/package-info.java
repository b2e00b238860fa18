/** The command line: its commands and output, and the stack on a single machine. */
package dev.lossline.cli;
