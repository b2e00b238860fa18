package dev.lossline.training;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A safetensors file: named tensors and a map of strings. Layout: eight bytes with the header's length (little-endian),
 * the header (JSON), then the numbers without gaps. See
 * <a href="https://huggingface.co/docs/safetensors/index#format">the format</a>.
 *
 * @param tensors by name; written in this order
 * @param metadata what the header keeps under {@code __metadata__}
 */
public record Safetensors(Map<String, Tensor> tensors, Map<String, String> metadata) {

    public Safetensors {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        if (tensors.containsKey(SafetensorsHeader.METADATA)) {
            throw new IllegalArgumentException("a tensor is named " + SafetensorsHeader.METADATA + ", which is taken");
        }
    }

    /** The file. */
    public byte[] toBytes() {
        byte[] header = SafetensorsHeader.of(this).toJson().getBytes(StandardCharsets.UTF_8);
        // Padded with spaces, as the reference implementation does, so that the numbers are aligned.
        int headerLength = Math.ceilDiv(header.length, 8) * 8;
        long total = 8L + headerLength;
        for (Tensor tensor : tensors.values()) {
            total += tensor.littleEndian().remaining();
        }
        ByteBuffer file = ByteBuffer.allocate(Math.toIntExact(total)).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(headerLength).put(header);
        for (int i = header.length; i < headerLength; i++) {
            file.put((byte) ' ');
        }
        tensors.values().forEach(tensor -> file.put(tensor.littleEndian()));
        return file.array();
    }

    /**
     * Reads a file, of which the tensors are views.
     *
     * @throws IllegalArgumentException where it breaks the format or holds numbers other than {@link Tensor.Type}'s; the
     *     message says what was found
     */
    public static Safetensors fromBytes(byte[] file) {
        if (file.length < 8) {
            throw broken("has " + file.length + " bytes, fewer than the 8 of the header's length");
        }
        long headerLength = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (headerLength < 2 || headerLength > file.length - 8) {
            throw broken("says that its header has " + Long.toUnsignedString(headerLength) + " bytes, while "
                    + (file.length - 8) + " follow");
        }
        int dataStart = 8 + (int) headerLength;
        try {
            SafetensorsHeader header =
                    SafetensorsHeader.parse(new String(file, 8, (int) headerLength, StandardCharsets.UTF_8));
            header.requireCover(file.length - dataStart);
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            header.entries().forEach((name, entry) -> {
                int length = (int) (entry.end() - entry.begin());
                ByteBuffer bytes = ByteBuffer.wrap(file, dataStart + (int) entry.begin(), length);
                tensors.put(name, new Tensor(entry.type(), entry.shape(), bytes));
            });
            return new Safetensors(tensors, header.metadata());
        } catch (IOException | IllegalStateException | NumberFormatException e) {
            throw new IllegalArgumentException("not a safetensors file: its header is no JSON as wanted: " + e, e);
        }
    }

    static IllegalArgumentException broken(String what) {
        return new IllegalArgumentException("not a safetensors file: it " + what);
    }
}
