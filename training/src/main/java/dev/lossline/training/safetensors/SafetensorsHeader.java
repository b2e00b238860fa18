package dev.lossline.training.safetensors;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JSON header of a safetensors file. {@link SafetensorsHeaderReader} reads it. */
record SafetensorsHeader(Map<String, Entry> entries, Map<String, String> metadata) {

    static final String METADATA = "__metadata__";

    /**
     * The position of a tensor's bytes, counted from the end of the header: from {@code begin} to before {@code end}.
     */
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

    /**
     * Rejects gaps, overlaps, and a file that is longer or shorter than its tensors. Afterwards, every entry is known
     * to lie within the data.
     */
    void requireCover(long dataLength) {
        List<Map.Entry<String, Entry>> inOrder = new ArrayList<>(entries.entrySet());
        inOrder.sort(Comparator.comparing(
                Map.Entry::getValue, Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end)));
        long end = 0;
        for (Map.Entry<String, Entry> named : inOrder) {
            Entry entry = named.getValue();
            if (entry.begin() != end || entry.end() < entry.begin()) {
                throw new MalformedSafetensorsException("has tensor " + named.getKey() + " at bytes " + entry.begin()
                        + " to " + entry.end() + ", while the one before ends at " + end);
            }
            end = entry.end();
        }
        if (end != dataLength) {
            throw new MalformedSafetensorsException("describes " + end + " bytes of numbers, found " + dataLength);
        }
    }

    private static void write(JsonWriter writer, List<Long> numbers) throws IOException {
        writer.beginArray();
        for (long number : numbers) {
            writer.value(number);
        }
        writer.endArray();
    }
}
