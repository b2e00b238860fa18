/** The commands. */
package dev.lossline.cli.command;
