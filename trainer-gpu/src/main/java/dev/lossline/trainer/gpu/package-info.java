/** The trainer for NVIDIA GPUs: the shared trainer with PyTorch's CUDA natives. */
package dev.lossline.trainer.gpu;
