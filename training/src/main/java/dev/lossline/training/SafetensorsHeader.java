package dev.lossline.training;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JSON header of a safetensors file. */
record SafetensorsHeader(Map<String, Entry> entries, Map<String, String> metadata) {

    static final String METADATA = "__metadata__";

    /** Where a tensor's bytes are, counted from the end of the header: from {@code begin} to before {@code end}. */
    record Entry(Tensor.Type type, List<Long> shape, long begin, long end) {}

    static SafetensorsHeader of(Safetensors file) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        long begin = 0;
        for (Map.Entry<String, Tensor> named : file.tensors().entrySet()) {
            Tensor tensor = named.getValue();
            long end = begin + tensor.littleEndian().remaining();
            entries.put(named.getKey(), new Entry(tensor.type(), tensor.shape(), begin, end));
            begin = end;
        }
        return new SafetensorsHeader(entries, file.metadata());
    }

    String toJson() {
        StringWriter json = new StringWriter();
        try (JsonWriter writer = new JsonWriter(json)) {
            writer.beginObject();
            if (!metadata.isEmpty()) {
                writer.name(METADATA).beginObject();
                for (Map.Entry<String, String> entry : metadata.entrySet()) {
                    writer.name(entry.getKey()).value(entry.getValue());
                }
                writer.endObject();
            }
            for (Map.Entry<String, Entry> named : entries.entrySet()) {
                Entry entry = named.getValue();
                writer.name(named.getKey()).beginObject();
                writer.name("dtype").value(entry.type().name());
                write(writer.name("shape"), entry.shape());
                write(writer.name("data_offsets"), List.of(entry.begin(), entry.end()));
                writer.endObject();
            }
            writer.endObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return json.toString();
    }

    static SafetensorsHeader parse(String json) throws IOException {
        Map<String, Entry> entries = new LinkedHashMap<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        try (JsonReader reader = new JsonReader(new StringReader(json))) {
            reader.beginObject();
            while (reader.hasNext()) {
                String name = reader.nextName();
                if (name.equals(METADATA)) {
                    readMetadata(reader, metadata);
                } else if (entries.put(name, readEntry(reader, name)) != null) {
                    throw Safetensors.broken("names tensor " + name + " twice");
                }
            }
            reader.endObject();
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw Safetensors.broken("has more after its header's object");
            }
        }
        return new SafetensorsHeader(entries, metadata);
    }

    /** Refuses gaps, overlaps, and a file that is longer or shorter than its tensors. */
    void requireCover(long dataLength) {
        List<Map.Entry<String, Entry>> inOrder = new ArrayList<>(entries.entrySet());
        inOrder.sort(Comparator.comparing(
                Map.Entry::getValue, Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end)));
        long end = 0;
        for (Map.Entry<String, Entry> named : inOrder) {
            Entry entry = named.getValue();
            if (entry.begin() != end || entry.end() < entry.begin()) {
                throw Safetensors.broken("has tensor " + named.getKey() + " at bytes " + entry.begin() + " to "
                        + entry.end() + ", while the one before ends at " + end);
            }
            end = entry.end();
        }
        if (end != dataLength) {
            throw Safetensors.broken("describes " + end + " bytes of numbers, found " + dataLength);
        }
    }

    private static void write(JsonWriter writer, List<Long> numbers) throws IOException {
        writer.beginArray();
        for (long number : numbers) {
            writer.value(number);
        }
        writer.endArray();
    }

    private static void readMetadata(JsonReader reader, Map<String, String> metadata) throws IOException {
        reader.beginObject();
        while (reader.hasNext()) {
            metadata.put(reader.nextName(), reader.nextString());
        }
        reader.endObject();
    }

    private static Entry readEntry(JsonReader reader, String tensor) throws IOException {
        String type = null;
        List<Long> shape = null;
        List<Long> offsets = null;
        reader.beginObject();
        while (reader.hasNext()) {
            String key = reader.nextName();
            switch (key) {
                case "dtype" -> type = reader.nextString();
                case "shape" -> shape = readNumbers(reader);
                case "data_offsets" -> offsets = readNumbers(reader);
                default -> throw Safetensors.broken("has the unknown key " + key + " in tensor " + tensor);
            }
        }
        reader.endObject();
        if (type == null || shape == null || offsets == null || offsets.size() != 2) {
            throw Safetensors.broken("lacks dtype, shape or the two data_offsets of tensor " + tensor);
        }
        return new Entry(typeOf(type, tensor), shape, offsets.get(0), offsets.get(1));
    }

    private static Tensor.Type typeOf(String name, String tensor) {
        for (Tensor.Type type : Tensor.Type.values()) {
            if (type.name().equals(name)) {
                return type;
            }
        }
        throw Safetensors.broken(
                "holds tensor " + tensor + " as " + name + ", read are " + Arrays.toString(Tensor.Type.values()));
    }

    private static List<Long> readNumbers(JsonReader reader) throws IOException {
        List<Long> numbers = new ArrayList<>();
        reader.beginArray();
        while (reader.hasNext()) {
            numbers.add(reader.nextLong());
        }
        reader.endArray();
        return numbers;
    }
}
