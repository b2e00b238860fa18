package dev.lossline.training.safetensors;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Numbers with a shape, row-major, on the Java heap. Immutable; equal if type, shape and every bit are equal. */
public final class Tensor {

    /** The type of the numbers, by its name in safetensors files; each takes four bytes. */
    public enum Type {
        /** IEEE 754 single precision. */
        F32,
        /** Unsigned 32-bit integer. */
        U32
    }

    private final Type type;
    private final List<Long> shape;
    private final ByteBuffer bytes;

    Tensor(Type type, List<Long> shape, ByteBuffer littleEndian) {
        this.type = type;
        this.shape = List.copyOf(shape);
        this.bytes = littleEndian.slice().order(ByteOrder.LITTLE_ENDIAN);
        long elements = elements(shape);
        // Not elements * 4, which may overflow.
        if (bytes.remaining() % 4 != 0 || elements != bytes.remaining() / 4) {
            throw new IllegalArgumentException(
                    "shape " + shape + " holds " + elements + " numbers, found " + bytes.remaining() + " bytes");
        }
    }

    /**
     * A tensor of floats.
     *
     * @throws IllegalArgumentException if the number of values does not match the shape
     */
    public static Tensor of(float[] values, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return new Tensor(Type.F32, boxed(shape), bytes);
    }

    /**
     * A tensor of unsigned 32-bit integers.
     *
     * @throws IllegalArgumentException if the number of values does not match the shape
     */
    public static Tensor ofUnsigned(int[] values, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(values);
        return new Tensor(Type.U32, boxed(shape), bytes);
    }

    public Type type() {
        return type;
    }

    /** The size of each dimension; a vector of n has the shape (n). */
    public List<Long> shape() {
        return shape;
    }

    /** The number of values. */
    public int size() {
        return bytes.remaining() / 4;
    }

    /**
     * A copy of the values.
     *
     * @throws IllegalStateException if they are not {@link Type#F32}
     */
    public float[] floats() {
        require(Type.F32);
        float[] values = new float[size()];
        littleEndian().asFloatBuffer().get(values);
        return values;
    }

    /**
     * A copy of the values, as the bits of an int.
     *
     * @throws IllegalStateException if they are not {@link Type#U32}
     */
    public int[] unsigned() {
        require(Type.U32);
        int[] values = new int[size()];
        littleEndian().asIntBuffer().get(values);
        return values;
    }

    /** Whether no value is infinite or NaN; always true for {@link Type#U32}. */
    public boolean isFinite() {
        if (type != Type.F32) {
            return true;
        }
        FloatBuffer floats = littleEndian().asFloatBuffer();
        while (floats.hasRemaining()) {
            if (!Float.isFinite(floats.get())) {
                return false;
            }
        }
        return true;
    }

    /** A read-only view of the little-endian bytes. */
    ByteBuffer littleEndian() {
        return bytes.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * The number of values in a shape.
     *
     * @throws IllegalArgumentException if a size is negative or the number exceeds a {@code long}
     */
    public static long elements(List<Long> shape) {
        long elements = 1;
        for (long size : shape) {
            if (size < 0) {
                throw new IllegalArgumentException("shape " + shape + " has a negative size");
            }
            if (Math.multiplyHigh(elements, size) != 0 || elements * size < 0) {
                throw new IllegalArgumentException("shape " + shape + " holds more numbers than can be counted");
            }
            elements *= size;
        }
        return elements;
    }

    private void require(Type wanted) {
        if (type != wanted) {
            throw new IllegalStateException("the tensor holds " + type + ", not " + wanted);
        }
    }

    private static List<Long> boxed(long[] shape) {
        return Arrays.stream(shape).boxed().toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tensor that
                && type == that.type
                && shape.equals(that.shape)
                && bytes.equals(that.bytes);
    }

    @Override
    public int hashCode() {
        return Objects.hash(type, shape, bytes);
    }

    @Override
    public String toString() {
        return type + " of shape " + shape;
    }
}
