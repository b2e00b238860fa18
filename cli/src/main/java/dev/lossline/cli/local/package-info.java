/** The stack on this machine. */
package dev.lossline.cli.local;
