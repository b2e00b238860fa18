/** Measures how fast Lossline trains beside other frameworks: in turns, on one machine, with the losses compared. */
package dev.lossline.bench;
