package dev.lossline.specification;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.deser.std.NumberDeserializers;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/**
 * The JSON format of events and the API: ISO 8601 times in UTC, null fields omitted, unknown fields ignored, and
 * numbers or null. NaN and infinities are written as null, and a null is read as NaN by a {@code double}. A missing
 * number is 0, because logs of older versions lack fields that were added later. The strings "NaN" and "Infinity" in old logs are read as these numbers.
 */
public final class Json {
    /** Thread-safe. */
    public static final JsonMapper MAPPER = JsonMapper.builder(
                    JsonFactory.builder().addDecorator(new FiniteNumbers()).build())
            .addModule(new JavaTimeModule())
            .addModule(new SimpleModule("numbers or null").addDeserializer(double.class, new NumberOrNull()))
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .build();

    private Json() {}

    private static final class NumberOrNull extends NumberDeserializers.DoubleDeserializer {
        private static final long serialVersionUID = 1;

        NumberOrNull() {
            super(double.class, Double.NaN);
        }

        @Override
        public Object getAbsentValue(DeserializationContext context) {
            return 0.0;
        }
    }

    /** The JSON pointer (RFC 6901) of a path of keys such as {@code training.epochs}. */
    public static String pointer(String path) {
        return "/" + path.replace("~", "~0").replace("/", "~1").replace('.', '/');
    }
}
