package dev.lossline.training.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lossline.training.Checkpoint;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading any bytes returns a file that can be written again, or throws the checked exception. */
class HostileSafetensorsPropertyTest {
    private static final byte[] VALID = valid();
    private static final int DATA_BYTES = 24;

    @Property
    void anyBytesAreReadOrRejected(@ForAll byte[] bytes) {
        assertValueOrRefusal(bytes);
    }

    @Property(tries = 2_000)
    void aMutatedFileIsReadOrRejected(@ForAll("mutations") byte[] bytes) {
        assertValueOrRefusal(bytes);
    }

    @Property(tries = 2_000)
    void aHostileHeaderIsReadOrRejected(@ForAll("headers") String header) {
        assertValueOrRefusal(file(header, DATA_BYTES));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'a':{'dtype':'F32','shape':[4294967296,4294967296],'data_offsets':[0,0]}}",
                "{'a':{'dtype':'F32','shape':[4611686018427387904],'data_offsets':[0,0]}}",
                "{'a':{'dtype':'F32','shape':[9223372036854775807,2],'data_offsets':[0,0]}}",
                "{'a':{'dtype':'F32','shape':[0],'data_offsets':[0,0],'shape':[0]}}",
                "{'a':{'dtype':'F32','shape':null,'data_offsets':[0,0]}}",
                "{'a':{'dtype':'F32','shape':['0'],'data_offsets':[0,0]}}",
                "{'a':{'dtype':'F32','shape':[0],'data_offsets':[0,0]},'a':{'dtype':'F32','shape':[0],'data_offsets':[0,0]}}",
                "{'a':null}",
                "{'__metadata__':{'epoch':3}}",
                "{'__metadata__':{'epoch':null}}",
                "{'__metadata__':{'epoch':'1','epoch':'2'}}",
                "{'__metadata__':{},'__metadata__':{}}",
                "{'__metadata__':null}",
            })
    void rejectsInputThatOnlyAHostileWriterProduces(String header) {
        assertThatThrownBy(() -> Safetensors.fromBytes(file(header.replace('\'', '"'), 0)))
                .isInstanceOf(MalformedSafetensorsException.class);
    }

    @Test
    void doesNotAllocateDeclaredSizes() {
        String manyDimensions =
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[" + "1,".repeat(100_000) + "1],\"data_offsets\":[0,4]}}";
        byte[] longHeader = file(" ".repeat(Safetensors.MAX_HEADER_BYTES + 1), 0);
        byte[] notUtf8 = file("{\"a\":1}", 0);
        notUtf8[10] = (byte) 0xff;

        assertThatThrownBy(() -> Safetensors.fromBytes(file(manyDimensions, 4))).hasMessageContaining("dimensions");
        assertThatThrownBy(() -> Safetensors.fromBytes(longHeader)).hasMessageContaining("at most 1048576");
        assertThatThrownBy(() -> Safetensors.fromBytes(notUtf8)).hasMessageContaining("not UTF-8");
        assertThatThrownBy(() -> Safetensors.fromBytes(file("[".repeat(500_000), 0)))
                .isInstanceOf(MalformedSafetensorsException.class);
    }

    private static void assertValueOrRefusal(byte[] bytes) {
        try {
            Safetensors file = Safetensors.fromBytes(bytes);
            assertThat(Safetensors.fromBytes(file.toBytes())).isEqualTo(file);
            assertThat(file.weightsSha256()).hasSize(64);
        } catch (MalformedSafetensorsException e) {
            assertThat(e).hasMessageStartingWith("not a safetensors file: ");
        }
        try {
            Checkpoint checkpoint = Checkpoint.fromSafetensors(bytes);
            assertThat(checkpoint.epoch()).isNotNegative();
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    /** Bytes of a valid file overwritten, inserted or cut off, mostly in its header. */
    @Provide
    Arbitrary<byte[]> mutations() {
        Arbitrary<Integer> place =
                Arbitraries.integers().between(0, VALID.length - 1).withDistribution(RandomDistribution.biased());
        Arbitrary<String> piece = Arbitraries.of(
                "",
                "\"",
                "{",
                "}",
                "[",
                "]",
                ",",
                "-",
                "0",
                "9",
                "e9",
                "null",
                "4294967296",
                "\\u0000",
                "\\",
                "[0,4]",
                "\0");
        Arbitrary<byte[]> bytes = Arbitraries.oneOf(
                piece.map(text -> text.getBytes(StandardCharsets.UTF_8)),
                Arbitraries.bytes().array(byte[].class).ofMaxSize(9));
        return Combinators.combine(place, Arbitraries.integers().between(0, 12), bytes, Arbitraries.of(true, false))
                .as(HostileSafetensorsPropertyTest::replaced);
    }

    /** Replaces the bytes from an index on; if {@code fits}, corrects the header's length. */
    private static byte[] replaced(int from, int length, byte[] by, boolean fits) {
        int end = Math.min(from + length, VALID.length);
        ByteBuffer result = ByteBuffer.allocate(VALID.length - (end - from) + by.length);
        result.put(VALID, 0, from).put(by).put(VALID, end, VALID.length - end);
        if (fits && result.capacity() >= 8) {
            result.order(ByteOrder.LITTLE_ENDIAN).putLong(0, Math.max(0, result.capacity() - 8L - DATA_BYTES));
        }
        return result.array();
    }

    @Provide
    Arbitrary<String> headers() {
        Arbitrary<String> name =
                Arbitraries.of("0.weight", "0.bias", "random.state", "optimizer.0.weight.exp_avg", "", "é\\u0000");
        Arbitrary<String> entry = Arbitraries.oneOf(entries(), entries(), values());
        Arbitrary<String> metadata = Combinators.combine(
                        Arbitraries.of("epoch", "training_loss", "training_seconds", "x"), values())
                .as((key, value) -> "{\"%s\":%s}".formatted(key, value));
        Arbitrary<String> member = Arbitraries.oneOf(
                Combinators.combine(name, entry).as((key, value) -> "\"%s\":%s".formatted(key, value)),
                Arbitraries.oneOf(metadata, values()).map(value -> "\"__metadata__\":" + value));
        return member.list().ofMaxSize(4).map(members -> "{" + String.join(",", members) + "}");
    }

    private static Arbitrary<String> entries() {
        Arbitrary<String> type = Arbitraries.of("\"F32\"", "\"F32\"", "\"U32\"", "\"F16\"", "null", "3");
        Arbitrary<String> numbers =
                Arbitraries.oneOf(Arbitraries.of("0", "4", "8", "12", "24", "1", "2", "3", "6"), numbers());
        Arbitrary<String> list = Arbitraries.oneOf(
                numbers.list().ofMaxSize(3).map(List::toString),
                Arbitraries.of("[0,24]", "[0,8]", "[8,24]", "[6]", "[2,3]"));
        return Combinators.combine(type, list, list).as("{\"dtype\":%s,\"shape\":%s,\"data_offsets\":%s}"::formatted);
    }

    private static Arbitrary<String> values() {
        return Arbitraries.oneOf(
                numbers(),
                Arbitraries.of(
                        "null", "true", "\"\"", "\"NaN\"", "\"1e999\"", "\"-1\"", "[]", "{}", "[[0]]", "{\"a\":[{}]}"));
    }

    private static Arbitrary<String> numbers() {
        return Arbitraries.of(
                "-1",
                "-0",
                "1.5",
                "1e2",
                "1e400",
                "4294967296",
                "2147483648",
                "4611686018427387904",
                "9223372036854775807",
                "-9223372036854775808",
                "9223372036854775808",
                "00",
                "NaN");
    }

    private static byte[] file(String header, int dataBytes) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + json.length + dataBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .array();
    }

    private static byte[] valid() {
        Map<String, Tensor> weights = new LinkedHashMap<>();
        weights.put("0.weight", Tensor.of(new float[] {1, 2}, 1, 2));
        weights.put("0.bias", Tensor.of(new float[] {3}, 1));
        Map<String, Tensor> state = Map.of("0.weight.exp_avg", Tensor.of(new float[] {4, 5, 6}, 3));
        byte[] file = new Checkpoint(3, 0.25, 12.5, weights, state, Optional.empty()).toSafetensors(Map.of("x", "y"));
        return Arrays.copyOf(file, file.length);
    }
}
