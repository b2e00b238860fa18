package dev.lossline.training;

import java.util.Map;

/**
 * A safetensors file: named tensors and a map of strings.
 * See <a href="https://huggingface.co/docs/safetensors/index#format">the format</a>.
 *
 * @param tensors by name
 * @param metadata what the header keeps under {@code __metadata__}
 */
public record Safetensors(Map<String, Tensor> tensors, Map<String, String> metadata) {

    public byte[] toBytes() {
        return null;
    }

    public static Safetensors fromBytes(byte[] file) {
        return null;
    }
}
