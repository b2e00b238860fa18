package dev.lossline.trainer.config;

import dev.lossline.contract.event.TrialEvent.Versions;
import dev.lossline.specification.Device;
import dev.lossline.training.engine.TorchEngine;

/**
 * The processor that this trainer uses.
 *
 * @param device the pool of trainers that it belongs to
 * @param engineDevice the device for DJL
 * @param name the model name of the processor
 * @param versions the versions of the training software
 */
public record Processor(Device device, ai.djl.Device engineDevice, String name, Versions versions) {

    /**
     * Loads PyTorch, which makes a trainer without it fail at startup instead of at its first trial.
     *
     * @throws ai.djl.engine.EngineException if its native libraries are missing or cannot be loaded
     */
    public static Processor load(Device device, ai.djl.Device engineDevice, String name) {
        return new Processor(
                device,
                engineDevice,
                name,
                new Versions(
                        TorchEngine.djlVersion(),
                        TorchEngine.torchVersion(),
                        Runtime.version().toString()));
    }
}
