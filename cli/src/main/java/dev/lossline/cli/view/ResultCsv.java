package dev.lossline.cli.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.StringWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * Rows as comma-separated values (RFC 4180) with a header; a missing value is an empty cell. A spreadsheet interprets a
 * cell that begins with a character such as {@code =} as a formula, even in quotes, so such text is prefixed with an
 * apostrophe (<a href="https://owasp.org/www-community/attacks/CSV_Injection">CSV injection</a>). Numbers are
 * unchanged.
 */
public final class ResultCsv {
    private static final String FORMULA_STARTS = "=+-@\t\r\n";

    private final List<ResultRow> rows;

    public ResultCsv(List<ResultRow> rows) {
        this.rows = rows;
    }

    @Override
    public String toString() {
        // Trials with different optimizers have different columns.
        SequencedSet<String> columns = new LinkedHashSet<>();
        rows.forEach(row -> columns.addAll(row.cells().keySet()));
        StringWriter writer = new StringWriter();
        try (CSVPrinter printer = new CSVPrinter(writer, CSVFormat.RFC4180)) {
            printer.printRecord(columns.stream().map(ResultCsv::inert));
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
        if (value.isTextual()) {
            return inert(value.asText());
        }
        return value.isValueNode() ? value.asText() : value.toString();
    }

    private static String inert(String text) {
        return !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }
}
