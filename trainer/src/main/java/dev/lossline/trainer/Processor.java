package dev.lossline.trainer;

import dev.lossline.contract.Device;
import dev.lossline.contract.TrialEvent.Versions;
import dev.lossline.training.TorchEngine;

/**
 * What this trainer trains on.
 *
 * @param device the pool of trainers that it belongs to
 * @param engineDevice the same for DJL
 * @param name the model of the processor, as people know it
 * @param versions of the software that trains
 */
public record Processor(Device device, ai.djl.Device engineDevice, String name, Versions versions) {

    /**
     * Loads PyTorch, so that a trainer without it fails at its start and not at its first trial.
     *
     * @throws ai.djl.engine.EngineException where its natives are missing or cannot be loaded
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
