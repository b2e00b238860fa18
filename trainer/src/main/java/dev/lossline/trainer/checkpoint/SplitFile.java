package dev.lossline.trainer.checkpoint;

import dev.lossline.contract.checkpoint.CheckpointPart;
import dev.lossline.specification.Sha256;
import dev.lossline.training.safetensors.Safetensors;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/** A file split into parts of {@link CheckpointPart#MAX_BYTES}, each copied only on request. Immutable. */
public final class SplitFile {
    private final List<ByteBuffer> pieces;
    private final long bytes;

    public SplitFile(Safetensors file) {
        this.pieces = file.pieces();
        this.bytes = pieces.stream().mapToLong(ByteBuffer::remaining).sum();
    }

    /** The size of the whole file. */
    public long bytes() {
        return bytes;
    }

    /** The number of parts, at least one. */
    public int count() {
        return Math.toIntExact(Math.ceilDiv(bytes, (long) CheckpointPart.MAX_BYTES));
    }

    /**
     * The bytes of a part.
     *
     * @param number from 1
     */
    public byte[] part(int number) {
        long begin = (number - 1L) * CheckpointPart.MAX_BYTES;
        ByteBuffer part = ByteBuffer.allocate((int) Math.min(CheckpointPart.MAX_BYTES, bytes - begin));
        long pieceBegin = 0;
        for (ByteBuffer piece : pieces) {
            long from = Math.max(begin, pieceBegin);
            long to = Math.min(begin + part.capacity(), pieceBegin + piece.remaining());
            if (from < to) {
                part.put(piece.slice((int) (from - pieceBegin), (int) (to - from)));
            }
            pieceBegin += piece.remaining();
        }
        return part.array();
    }

    /** The SHA-256 of the whole file in lower-case hexadecimal. */
    public String sha256() {
        MessageDigest digest = Sha256.digest();
        pieces.forEach(piece -> digest.update(piece.duplicate()));
        return HexFormat.of().formatHex(digest.digest());
    }
}
