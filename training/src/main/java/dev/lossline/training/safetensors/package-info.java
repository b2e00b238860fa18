/** The safetensors file format. */
package dev.lossline.training.safetensors;
