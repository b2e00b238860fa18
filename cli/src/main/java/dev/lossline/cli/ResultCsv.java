package dev.lossline.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.StringWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Rows as comma-separated values, RFC 4180: a header, quotes where needed, an empty cell for what there is none of. */
final class ResultCsv {
    private final List<ResultRow> rows;

    ResultCsv(List<ResultRow> rows) {
        this.rows = rows;
    }

    @Override
    public String toString() {
        // Trials with different optimizers have different columns.
        SequencedSet<String> columns = new LinkedHashSet<>();
        rows.forEach(row -> columns.addAll(row.cells().keySet()));
        StringWriter writer = new StringWriter();
        try (CSVPrinter printer = new CSVPrinter(writer, CSVFormat.RFC4180)) {
            printer.printRecord(columns);
            for (ResultRow row : rows) {
                printer.printRecord(
                        columns.stream().map(column -> text(row.cells().get(column))));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return writer.toString();
    }

    private static String text(JsonNode value) {
        if (value == null || value.isNull()) {
            return null;
        }
        return value.isValueNode() ? value.asText() : value.toString();
    }
}
