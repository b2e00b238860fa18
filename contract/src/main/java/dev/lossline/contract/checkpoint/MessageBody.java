package dev.lossline.contract.checkpoint;

import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * The size and the first bytes of a message's body, for scanning messages of any size.
 *
 * @param size the size of the whole body in bytes
 * @param start the first bytes
 */
public record MessageBody(int size, ByteBuffer start) {

    /** A deserializer that keeps at most {@code most} bytes. */
    public static Deserializer<MessageBody> upTo(int most) {
        return new Deserializer<>() {
            @Override
            public MessageBody deserialize(String topic, byte[] data) {
                return data == null ? null : of(ByteBuffer.wrap(data), most);
            }

            @Override
            public MessageBody deserialize(String topic, Headers headers, ByteBuffer data) {
                return data == null ? null : of(data, most);
            }
        };
    }

    private static MessageBody of(ByteBuffer data, int most) {
        byte[] start = new byte[Math.min(most, data.remaining())];
        data.slice().get(start);
        return new MessageBody(data.remaining(), ByteBuffer.wrap(start));
    }
}
