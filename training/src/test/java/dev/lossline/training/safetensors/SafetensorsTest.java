package dev.lossline.training.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lossline.training.Checkpoint;
import dev.lossline.training.random.TorchRandom;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {

    @Test
    void readsWhatItWrote() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("0.weight", Tensor.of(new float[] {1, -2.5f, Float.NaN, 0, 1e-40f, 6}, 2, 3));
        tensors.put("empty", Tensor.of(new float[0], 0, 4));
        tensors.put("scalar", Tensor.of(new float[] {3}));
        tensors.put("random.state", Tensor.ofUnsigned(new int[] {-1, 7}, 2));
        Safetensors file = new Safetensors(tensors, Map.of("name", "Zoë \"quoted\""));

        assertThat(Safetensors.fromBytes(file.toBytes())).isEqualTo(file);
    }

    @Test
    void writesTheLayoutThatTheFormatSays() {
        byte[] file = new Safetensors(Map.of("a", Tensor.of(new float[] {1}, 1)), Map.of()).toBytes();

        String header = "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}";
        ByteBuffer content = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        long length = content.getLong();
        assertThat(length).isEqualTo(Math.ceilDiv(header.length(), 8) * 8L);
        assertThat(new String(file, 8, (int) length, StandardCharsets.UTF_8).strip())
                .isEqualTo(header);
        assertThat(content.getFloat(8 + (int) length)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no json                                                       | is not the JSON",
                "[1]                                                           | is not the JSON",
                "{\"a\":{\"dtype\":\"F16\",\"shape\":[1],\"data_offsets\":[0,2]}} | tensor a as F16, read are [F32, U32]",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}} | shape [2] holds 2 numbers, found 4 bytes",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}} | negative size",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}} | at bytes 4 to 8, while the one before ends at 0",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,-4]}} | at bytes 0 to -4",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}} | describes 8 bytes of numbers, found 4",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0]}} | lacks dtype, shape or the two data_offsets",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4],\"b\":1}} | unknown key b",
                "{}                                                            | describes 0 bytes of numbers, found 4",
            })
    void refusesABrokenHeader(String header, String message) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        byte[] file = ByteBuffer.allocate(8 + json.length + 4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .array();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Safetensors.fromBytes(file))
                .withMessageContaining(message);
    }

    @Test
    void refusesAFileThatIsCutShort() {
        byte[] headerOfAGigabyte = {0, 0, 0, 64, 0, 0, 0, 0, '{', '}'};

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Safetensors.fromBytes(new byte[3]))
                .withMessageContaining("has 3 bytes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Safetensors.fromBytes(headerOfAGigabyte))
                .withMessageContaining("header has 1073741824 bytes, while 2 follow");
    }

    @Test
    void readsACheckpointFromItsFile() {
        Checkpoint checkpoint = new Checkpoint(
                3,
                0.25,
                12.5,
                Map.of("0.weight", Tensor.of(new float[] {1, 2}, 1, 2)),
                Map.of("0.weight.exp_avg", Tensor.of(new float[] {3, 4}, 1, 2)),
                Optional.of(Tensor.ofUnsigned(new TorchRandom(1).state(), TorchRandom.STATE_WORDS)));

        assertThat(Checkpoint.fromSafetensors(checkpoint.toSafetensors(Map.of("trial", "x.1"))))
                .isEqualTo(checkpoint);
    }

    @Test
    void aModelFileContainsOnlyWeights() {
        Map<String, Tensor> weights = Map.of("0.weight", Tensor.of(new float[] {1, 2}, 1, 2));
        Checkpoint checkpoint = new Checkpoint(
                3, 0.25, 12.5, weights, Map.of("0.weight.exp_avg", Tensor.of(new float[] {3}, 1)), Optional.empty());

        byte[] file = checkpoint.modelSafetensors(Map.of("trial", "x.1"));

        assertThat(Safetensors.fromBytes(file).tensors()).isEqualTo(weights);
        assertThat(Safetensors.fromBytes(file).metadata())
                .containsEntry("trial", "x.1")
                .containsEntry(Checkpoint.EPOCH, "3");
        assertThat(Checkpoint.fromSafetensors(file))
                .isEqualTo(new Checkpoint(3, 0.25, 12.5, weights, Map.of(), Optional.empty()));
    }
}
