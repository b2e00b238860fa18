/** The trainer for the CPU: the shared trainer with PyTorch's CPU natives. */
package dev.lossline.trainer.cpu;
