package dev.lossline.contract;

import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * A message's body without most of its bytes, for who looks through messages of any size.
 *
 * @param size of the whole, in bytes
 * @param start its first bytes
 */
public record MessageBody(int size, ByteBuffer start) {

    /** Reads bodies up to {@code most} bytes, and of longer ones that many. */
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
