package dev.lossline.drill.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Mutates valid bytes, determined by a seed. */
final class HostileBytes {
    private static final Pattern JSON_VALUE =
            Pattern.compile("-?[0-9][0-9.eE+-]*|\"(?:[^\"\\\\]|\\\\.)*\"|true|false|null|[\\[\\]{}]");
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "-1",
            "0",
            "1e999",
            "NaN",
            "4294967296",
            "9223372036854775807",
            "9223372036854775808",
            "\"\"",
            "\"null\"",
            "\"NaN\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "[]",
            "{}",
            "[null]",
            "[4294967296,4294967296]",
            "[".repeat(5_000),
            "{\"a\":".repeat(5_000));
    private static final int LENGTH_BYTES = 8;
    private static final int MAX_CHANGE = 16;

    private final Random random;

    HostileBytes(Random random) {
        this.random = random;
    }

    /** Mutates a value or some bytes of a JSON document. */
    byte[] json(byte[] valid) {
        return random.nextInt(4) == 0 ? bytes(valid, valid.length) : withOtherValue(valid);
    }

    /** Mutates the header, bytes or numbers of a safetensors file. */
    byte[] safetensors(byte[] valid) {
        int headerLength =
                (int) ByteBuffer.wrap(valid).order(ByteOrder.LITTLE_ENDIAN).getLong();
        int dataStart = LENGTH_BYTES + headerLength;
        return switch (random.nextInt(4)) {
            case 0 -> bytes(valid, dataStart);
            case 1 -> withOtherNumber(valid, dataStart);
            default -> {
                byte[] header = withOtherValue(slice(valid, LENGTH_BYTES, dataStart));
                yield ByteBuffer.allocate(LENGTH_BYTES + header.length + valid.length - dataStart)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(header.length)
                        .put(header)
                        .put(valid, dataStart, valid.length - dataStart)
                        .array();
            }
        };
    }

    /** Replaces a number by a random one or NaN; the file stays valid. */
    private byte[] withOtherNumber(byte[] valid, int dataStart) {
        byte[] other = valid.clone();
        int number = dataStart + Float.BYTES * random.nextInt((valid.length - dataStart) / Float.BYTES);
        ByteBuffer.wrap(other).putInt(number, random.nextBoolean() ? -1 : random.nextInt());
        return other;
    }

    private byte[] withOtherValue(byte[] document) {
        String json = new String(document, UTF_8);
        List<MatchResult> values = JSON_VALUE.matcher(json).results().toList();
        MatchResult chosen = values.get(random.nextInt(values.size()));
        String other = VALUES.get(random.nextInt(VALUES.size()));
        return (json.substring(0, chosen.start()) + other + json.substring(chosen.end())).getBytes(UTF_8);
    }

    /** Overwrites, removes or repeats some of the first bytes. */
    private byte[] bytes(byte[] valid, int end) {
        int from = random.nextInt(end);
        int length = Math.min(1 + random.nextInt(MAX_CHANGE), valid.length - from);
        if (random.nextInt(3) == 0) {
            return slice(valid, 0, from);
        }
        byte[] by = new byte[random.nextInt(MAX_CHANGE)];
        random.nextBytes(by);
        return ByteBuffer.allocate(valid.length - length + by.length)
                .put(valid, 0, from)
                .put(by)
                .put(valid, from + length, valid.length - from - length)
                .array();
    }

    private static byte[] slice(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }
}
