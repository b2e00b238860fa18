package dev.lossline.training.safetensors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lossline.specification.Sha256;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WeightsSha256Test {
    private static final Tensor WEIGHT = Tensor.of(new float[] {1, -2.5f}, 1, 2);
    private static final Tensor BIAS = Tensor.of(new float[] {3}, 1);

    @Test
    void isThatOfTheBytesThatTheDocumentationNames() {
        ByteBuffer bytes = ByteBuffer.allocate(100).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put("0.bias\0F32\0001\0".getBytes(StandardCharsets.UTF_8)).putFloat(3);
        bytes.put("0.weight\0F32\0001,2\0".getBytes(StandardCharsets.UTF_8))
                .putFloat(1)
                .putFloat(-2.5f)
                .flip();
        byte[] hashed = new byte[bytes.remaining()];
        bytes.get(hashed);

        assertThat(file(Map.of("0.weight", WEIGHT, "0.bias", BIAS), Map.of()).weightsSha256())
                .isEqualTo(Sha256.of(hashed));
    }

    @Test
    void dependsOnTheTensorsAlone() {
        Map<String, Tensor> forwards = new LinkedHashMap<>();
        forwards.put("0.weight", WEIGHT);
        forwards.put("0.bias", BIAS);
        Map<String, Tensor> backwards = new LinkedHashMap<>();
        backwards.put("0.bias", BIAS);
        backwards.put("0.weight", WEIGHT);
        String hash = file(forwards, Map.of("trialId", "a")).weightsSha256();

        assertThat(file(backwards, Map.of("trialId", "b")).weightsSha256()).isEqualTo(hash);
        assertThat(file(Map.of("0.weight", WEIGHT), Map.of()).weightsSha256()).isNotEqualTo(hash);
        assertThat(file(Map.of("0.weight", WEIGHT, "1.bias", BIAS), Map.of()).weightsSha256())
                .isNotEqualTo(hash);
        assertThat(file(Map.of("0.weight", Tensor.of(new float[] {1, -2.5f}, 2, 1), "0.bias", BIAS), Map.of())
                        .weightsSha256())
                .isNotEqualTo(hash);
    }

    @Test
    void namesTensorsThatAreNotFinite() {
        Map<String, Tensor> tensors = Map.of(
                "nan", Tensor.of(new float[] {1, Float.NaN}, 2),
                "finite", WEIGHT,
                "bits", Tensor.ofUnsigned(new int[] {-1}, 1));

        assertThat(file(tensors, Map.of()).nonFinite()).containsExactly("nan");
    }

    private static Safetensors file(Map<String, Tensor> tensors, Map<String, String> metadata) {
        return Safetensors.fromBytes(new Safetensors(tensors, metadata).toBytes());
    }
}
