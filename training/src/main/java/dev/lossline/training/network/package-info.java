/** Dense networks and optimizers. */
package dev.lossline.training.network;
