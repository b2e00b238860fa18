package dev.lossline.training.safetensors;

import dev.lossline.specification.Sha256;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A safetensors file: named tensors and a map of strings. Layout: eight bytes with the header's length (little-endian),
 * the header (JSON), then the numbers without gaps. See <a
 * href="https://huggingface.co/docs/safetensors/index#format">the format</a>.
 *
 * @param tensors by name; written in this order
 * @param metadata the content of {@code __metadata__} in the header
 */
public record Safetensors(Map<String, Tensor> tensors, Map<String, String> metadata) {

    /** The maximum size of a header. Lossline's headers have a few kilobytes. */
    public static final int MAX_HEADER_BYTES = 1 << 20;

    public Safetensors {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        if (tensors.containsKey(SafetensorsHeader.METADATA)) {
            throw new IllegalArgumentException("a tensor is named " + SafetensorsHeader.METADATA + ", which is taken");
        }
    }

    /** The whole file. */
    public byte[] toBytes() {
        List<ByteBuffer> pieces = pieces();
        long total = pieces.stream().mapToLong(ByteBuffer::remaining).sum();
        ByteBuffer file = ByteBuffer.allocate(Math.toIntExact(total));
        pieces.forEach(file::put);
        return file.array();
    }

    /** The file as consecutive pieces: the header, then the bytes of the tensors without copying them. */
    public List<ByteBuffer> pieces() {
        byte[] header = SafetensorsHeader.of(this).toJson().getBytes(StandardCharsets.UTF_8);
        // Padded with spaces to align the numbers, like in the reference implementation.
        int headerLength = Math.ceilDiv(header.length, 8) * 8;
        ByteBuffer head = ByteBuffer.allocate(8 + headerLength).order(ByteOrder.LITTLE_ENDIAN);
        head.putLong(headerLength).put(header);
        while (head.hasRemaining()) {
            head.put((byte) ' ');
        }
        List<ByteBuffer> pieces = new ArrayList<>();
        pieces.add(head.flip());
        tensors.values().forEach(tensor -> pieces.add(tensor.littleEndian()));
        return pieces;
    }

    /**
     * A hash of the tensors, independent of their order in the file and of its metadata: files with equal weights have
     * equal hashes. It is the SHA-256 over the tensors in the order of their names (by code points). For each tensor,
     * it covers the name, a zero byte, the type, a zero byte, the sizes separated by commas, a zero byte, and the
     * little-endian numbers.
     *
     * @return lower-case hexadecimal
     */
    public String weightsSha256() {
        MessageDigest digest = Sha256.digest();
        Map<byte[], Tensor> inOrder = new TreeMap<>(Arrays::compareUnsigned);
        tensors.forEach((name, tensor) -> inOrder.put(name.getBytes(StandardCharsets.UTF_8), tensor));
        inOrder.forEach((name, tensor) -> {
            String sizes = tensor.shape().stream().map(String::valueOf).collect(Collectors.joining(","));
            digest.update(name);
            digest.update(("\0" + tensor.type() + "\0" + sizes + "\0").getBytes(StandardCharsets.UTF_8));
            digest.update(tensor.littleEndian());
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The names of tensors that contain an infinite number or NaN. */
    public List<String> nonFinite() {
        return tensors.entrySet().stream()
                .filter(tensor -> !tensor.getValue().isFinite())
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * Reads a file; the tensors are views of it. Uses at most a few times the memory of the file, whatever sizes it
     * claims.
     *
     * @throws MalformedSafetensorsException if it violates the format, has a header of more than
     *     {@value #MAX_HEADER_BYTES} bytes, or contains numbers of types other than {@link Tensor.Type}'s; no other
     *     exception is thrown
     */
    public static Safetensors fromBytes(byte[] file) {
        if (file.length < 8) {
            throw new MalformedSafetensorsException(
                    "has " + file.length + " bytes, fewer than the 8 of the header's length");
        }
        long headerLength = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (headerLength < 2 || headerLength > file.length - 8) {
            throw new MalformedSafetensorsException("says that its header has " + Long.toUnsignedString(headerLength)
                    + " bytes, while " + (file.length - 8) + " follow");
        }
        if (headerLength > MAX_HEADER_BYTES) {
            throw new MalformedSafetensorsException(
                    "has a header of " + headerLength + " bytes; allowed: at most " + MAX_HEADER_BYTES);
        }
        int dataStart = 8 + (int) headerLength;
        SafetensorsHeader header = SafetensorsHeaderReader.read(headerText(file, (int) headerLength));
        header.requireCover(file.length - dataStart);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        header.entries().forEach((name, entry) -> tensors.put(name, tensor(file, dataStart, name, entry)));
        return new Safetensors(tensors, header.metadata());
    }

    private static String headerText(byte[] file, int length) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(file, 8, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedSafetensorsException("has a header that is not UTF-8");
        }
    }

    /** Creates the tensor of an entry that lies within the data. */
    private static Tensor tensor(byte[] file, int dataStart, String name, SafetensorsHeader.Entry entry) {
        int length = (int) (entry.end() - entry.begin());
        ByteBuffer bytes = ByteBuffer.wrap(file, dataStart + (int) entry.begin(), length);
        try {
            return new Tensor(entry.type(), entry.shape(), bytes);
        } catch (IllegalArgumentException e) {
            throw new MalformedSafetensorsException("has a broken tensor " + name + ": " + e.getMessage());
        }
    }
}
