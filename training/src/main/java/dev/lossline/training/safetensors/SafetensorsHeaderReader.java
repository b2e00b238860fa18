package dev.lossline.training.safetensors;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the header of an untrusted safetensors file. Keys must be unique, and each value must have the JSON type that
 * the format requires: Gson alone would accept a number as a string and let the last duplicate win.
 */
final class SafetensorsHeaderReader implements AutoCloseable {

    /** More than any supported tensor has; a header can claim millions of dimensions. */
    static final int MAX_RANK = 16;

    private final JsonReader json;
    private final Map<String, SafetensorsHeader.Entry> entries = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();

    private SafetensorsHeaderReader(String header) {
        this.json = new JsonReader(new StringReader(header));
    }

    /**
     * Reads a header.
     *
     * @throws MalformedSafetensorsException if it violates the format
     */
    static SafetensorsHeader read(String header) {
        try (SafetensorsHeaderReader reader = new SafetensorsHeaderReader(header)) {
            return reader.read();
        } catch (IOException | IllegalStateException | NumberFormatException e) {
            throw new MalformedSafetensorsException(e);
        }
    }

    private SafetensorsHeader read() throws IOException {
        boolean hasMetadata = false;
        json.beginObject();
        while (json.hasNext()) {
            String name = json.nextName();
            if (!name.equals(SafetensorsHeader.METADATA)) {
                require(entries.put(name, readEntry(name)) == null, "names tensor " + name + " twice");
            } else {
                require(!hasMetadata, "has " + name + " twice");
                hasMetadata = true;
                readMetadata();
            }
        }
        json.endObject();
        require(json.peek() == JsonToken.END_DOCUMENT, "has more after its header's object");
        return new SafetensorsHeader(entries, metadata);
    }

    private void readMetadata() throws IOException {
        json.beginObject();
        while (json.hasNext()) {
            String key = json.nextName();
            require(metadata.put(key, text()) == null, "has the metadata key " + key + " twice");
        }
        json.endObject();
    }

    private SafetensorsHeader.Entry readEntry(String tensor) throws IOException {
        String type = null;
        List<Long> shape = null;
        List<Long> offsets = null;
        Set<String> seen = new HashSet<>();
        json.beginObject();
        while (json.hasNext()) {
            String key = json.nextName();
            require(seen.add(key), "has the key " + key + " twice in tensor " + tensor);
            switch (key) {
                case "dtype" -> type = text();
                case "shape" -> shape = numbers(tensor);
                case "data_offsets" -> offsets = numbers(tensor);
                default ->
                    throw new MalformedSafetensorsException("has the unknown key " + key + " in tensor " + tensor);
            }
        }
        json.endObject();
        if (type == null || shape == null || offsets == null || offsets.size() != 2) {
            throw new MalformedSafetensorsException("lacks dtype, shape or the two data_offsets of tensor " + tensor);
        }
        return new SafetensorsHeader.Entry(typeOf(type, tensor), shape, offsets.get(0), offsets.get(1));
    }

    private static Tensor.Type typeOf(String name, String tensor) {
        for (Tensor.Type type : Tensor.Type.values()) {
            if (type.name().equals(name)) {
                return type;
            }
        }
        throw new MalformedSafetensorsException(
                "holds tensor " + tensor + " as " + name + ", read are " + Arrays.toString(Tensor.Type.values()));
    }

    private String text() throws IOException {
        requireNext(JsonToken.STRING);
        return json.nextString();
    }

    private List<Long> numbers(String tensor) throws IOException {
        List<Long> numbers = new ArrayList<>();
        json.beginArray();
        while (json.hasNext()) {
            require(numbers.size() < MAX_RANK, "gives tensor " + tensor + " more than " + MAX_RANK + " dimensions");
            requireNext(JsonToken.NUMBER);
            numbers.add(json.nextLong());
        }
        json.endArray();
        return numbers;
    }

    private void requireNext(JsonToken wanted) throws IOException {
        JsonToken next = json.peek();
        if (next != wanted) {
            throw new MalformedJsonException("expected " + wanted + " but was " + next + " at path " + json.getPath());
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new MalformedSafetensorsException(otherwise);
        }
    }

    @Override
    public void close() throws IOException {
        json.close();
    }
}
