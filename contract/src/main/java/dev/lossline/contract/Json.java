package dev.lossline.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.deser.std.NumberDeserializers;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/**
 * The JSON format of events and the API: ISO 8601 times in UTC, null fields omitted, unknown fields ignored, and
 * numbers or null. NaN and infinities are written as null, and a null or missing number is read as NaN by a
 * {@code double}. The strings "NaN" and "Infinity" in old logs are read as these numbers.
 */
public final class Json {
    /** Thread-safe. */
    public static final JsonMapper MAPPER = JsonMapper.builder(
                    JsonFactory.builder().addDecorator(new FiniteNumbers()).build())
            .addModule(new JavaTimeModule())
            .addModule(new SimpleModule("numbers or null")
                    .addDeserializer(
                            double.class, new NumberDeserializers.DoubleDeserializer(double.class, Double.NaN)))
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .build();

    private Json() {}
}
