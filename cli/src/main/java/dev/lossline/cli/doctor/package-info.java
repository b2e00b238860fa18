/** Checks the prerequisites on this machine. */
package dev.lossline.cli.doctor;
