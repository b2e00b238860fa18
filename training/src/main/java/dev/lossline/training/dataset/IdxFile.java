package dev.lossline.training.dataset;

import dev.lossline.specification.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A file of unsigned bytes in the IDX format: two zero bytes, 8 for the type, the number of dimensions, each size in
 * four bytes (big-endian), then the bytes. See <a
 * href="https://www.fon.hum.uva.nl/praat/manual/IDX_file_format.html">the format</a>.
 */
final class IdxFile {

    /** Accepts any size but 0. */
    static final int ANY_SIZE = -1;

    private static final int UNSIGNED_BYTE = 8;

    private final String sha256;
    private final byte[] values;

    private IdxFile(String sha256, byte[] values) {
        this.sha256 = sha256;
        this.values = values;
    }

    /**
     * Reads a file.
     *
     * @param expected the size of each dimension, or {@link #ANY_SIZE}
     * @throws IOException naming the file, what was found and what was expected
     */
    static IdxFile read(Path path, int... expected) throws IOException {
        byte[] file = Files.readAllBytes(path);
        int headerLength = 4 + 4 * expected.length;
        if (file.length < headerLength) {
            throw new IOException(path + " has " + file.length + " bytes, expected an IDX header of " + headerLength);
        }
        ByteBuffer content = ByteBuffer.wrap(file);
        int magic = UNSIGNED_BYTE << 8 | expected.length;
        int found = content.getInt();
        if (found != magic) {
            throw new IOException(String.format(
                    "%s starts with 0x%08x, expected 0x%08x (IDX, unsigned bytes, %d dimensions)",
                    path, found, magic, expected.length));
        }
        int[] sizes = new int[expected.length];
        content.asIntBuffer().get(sizes);
        requireSizes(path, sizes, expected, file.length - headerLength);
        return new IdxFile(Sha256.of(file), Arrays.copyOfRange(file, headerLength, file.length));
    }

    /** The SHA-256 of the whole file in lower-case hexadecimal. */
    String sha256() {
        return sha256;
    }

    /** The bytes after the header. */
    byte[] values() {
        return values;
    }

    private static void requireSizes(Path path, int[] sizes, int[] expected, int length) throws IOException {
        long needed = 1;
        for (int i = 0; i < expected.length; i++) {
            if (sizes[i] < 1 || (expected[i] != ANY_SIZE && sizes[i] != expected[i])) {
                throw new IOException(path + " has the dimensions " + Arrays.toString(sizes) + ", expected "
                        + Arrays.toString(expected).replace("-1", "any"));
            }
            // Saturates, because three sizes of 2³¹ would overflow.
            needed = Math.min(needed * sizes[i], Integer.MAX_VALUE);
        }
        if (needed != length) {
            throw new IOException(path + " has " + length + " bytes after its header, its dimensions "
                    + Arrays.toString(sizes) + " need " + needed);
        }
    }
}
