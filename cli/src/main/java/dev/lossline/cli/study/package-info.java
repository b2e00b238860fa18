/** The published study. */
package dev.lossline.cli.study;
