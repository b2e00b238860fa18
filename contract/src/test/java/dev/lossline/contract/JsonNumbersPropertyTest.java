package dev.lossline.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import dev.lossline.specification.ExperimentSpecification;
import dev.lossline.specification.Json;
import dev.lossline.specification.TrialId;
import dev.lossline.specification.TrialSpecification;
import dev.lossline.specification.reader.Expansion;
import dev.lossline.specification.reader.SpecificationReader;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Numbers in JSON are numbers or null, never text, in any record. */
class JsonNumbersPropertyTest {
    private static final Path SOURCES = Path.of("src/main/java");

    private static final List<Double> NOT_FINITE =
            List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);

    private static final ExperimentSpecification SPECIFICATION =
            new SpecificationReader(1).read(Json.MAPPER.createObjectNode().put("name", "any"));

    @Property(tries = 300)
    void aRecordIsWrittenWithNumbersOrNull(
            @ForAll("records") Class<? extends Record> type, @ForAll("doubles") List<Double> doubles) throws Exception {
        JsonNode json = Json.MAPPER.readTree(Json.MAPPER.writeValueAsBytes(filled(type, doubles.iterator())));
        assertNoNumberIsText(json);
    }

    @Test
    void everyFormOfANumberIsANumberOrNull() throws IOException {
        assertThat(Json.MAPPER.writeValueAsString(Arrays.asList(
                        Double.NaN,
                        Float.NEGATIVE_INFINITY,
                        new double[] {1, Double.NaN},
                        new float[] {Float.NaN},
                        DoubleNode.valueOf(Double.POSITIVE_INFINITY),
                        Map.of("a", Double.NaN))))
                .isEqualTo("[null,null,[1.0,null],[null],null,{\"a\":null}]");
    }

    @Test
    void readsWhatOldLogsHoldAndNullAsNotANumber() throws IOException {
        record Loss(double value, Double perhaps) {}
        assertThat(Json.MAPPER.readValue("{\"value\":\"NaN\",\"perhaps\":\"-Infinity\"}", Loss.class))
                .isEqualTo(new Loss(Double.NaN, Double.NEGATIVE_INFINITY));
        assertThat(Json.MAPPER.readValue("{\"value\":null}", Loss.class)).isEqualTo(new Loss(Double.NaN, null));
        assertThat(Json.MAPPER.readValue("{\"value\":0.5}", Loss.class)).isEqualTo(new Loss(0.5, null));
    }

    private static void assertNoNumberIsText(JsonNode json) {
        if (json.isTextual()) {
            assertThat(json.asText()).isNotIn("NaN", "Infinity", "-Infinity");
        }
        json.forEach(JsonNumbersPropertyTest::assertNoNumberIsText);
    }

    @Provide
    Arbitrary<List<Double>> doubles() {
        return Arbitraries.of(NOT_FINITE).list().ofSize(50);
    }

    /** Every record of the API and of the log. */
    @Provide
    Arbitrary<Class<? extends Record>> records() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            List<Class<? extends Record>> types = files.map(
                            file -> SOURCES.relativize(file).toString())
                    .filter(name -> name.endsWith("Representation.java") || name.endsWith("Event.java"))
                    .map(name -> load(name.replace(".java", "").replace('/', '.')))
                    .flatMap(type -> Stream.concat(Stream.of(type), Arrays.stream(type.getDeclaredClasses())))
                    .filter(Class::isRecord)
                    .<Class<? extends Record>>map(type -> type.asSubclass(Record.class))
                    .toList();
            assertThat(types).hasSizeGreaterThan(20);
            return Arbitraries.of(types);
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Creates a record with the given doubles; if it rejects them, tries the next ones. */
    private static Object filled(Type type, Iterator<Double> doubles) throws ReflectiveOperationException {
        if (type instanceof ParameterizedType parameterized) {
            return parameterized.getRawType() == List.class ? List.of() : Map.of();
        }
        Class<?> raw = (Class<?>) type;
        if (raw == ExperimentSpecification.class) {
            return SPECIFICATION;
        }
        if (raw == TrialSpecification.class) {
            return new Expansion(SPECIFICATION).specifications().getFirst();
        }
        if (raw == double.class || raw == Double.class) {
            return doubles.hasNext() ? doubles.next() : Double.valueOf(0);
        }
        if (raw.isRecord()) {
            return record(raw, doubles);
        }
        return raw.isEnum() ? raw.getEnumConstants()[0] : plain(raw);
    }

    private static Object record(Class<?> type, Iterator<Double> doubles) throws ReflectiveOperationException {
        RecordComponent[] components = type.getRecordComponents();
        Constructor<?> constructor = type.getDeclaredConstructor(
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        constructor.setAccessible(true);
        while (true) {
            Object[] values = new Object[components.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = filled(components[i].getGenericType(), doubles);
            }
            try {
                return constructor.newInstance(values);
            } catch (InvocationTargetException e) {
                // A figure that has to be finite: the record can never be written with another.
                assertThat(doubles.hasNext()).as("%s: %s", type, e.getCause()).isTrue();
                while (doubles.hasNext()) {
                    doubles.next();
                }
            }
        }
    }

    private static Object plain(Class<?> type) {
        return switch (type.getSimpleName()) {
            case "int", "Integer" -> 1;
            case "long", "Long" -> 1L;
            case "boolean", "Boolean" -> true;
            case "String" -> "text";
            case "UUID" -> new UUID(1, 2);
            case "Instant" -> Instant.EPOCH;
            case "URI" -> URI.create("urn:a");
            case "TrialId" -> new TrialId(new UUID(1, 2), 1);
            default -> null;
        };
    }
}
