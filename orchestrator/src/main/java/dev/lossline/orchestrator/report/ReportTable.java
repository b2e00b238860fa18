package dev.lossline.orchestrator.report;

import java.util.List;

/** A table of a report, as text. */
public record ReportTable(List<String> headings, List<Row> rows) {
    public ReportTable {
        headings = List.copyOf(headings);
        rows = List.copyOf(rows);
    }

    /**
     * A row.
     *
     * @param best whether it shows the best trial
     * @param note a note below the row; null if there is none
     */
    public record Row(boolean best, List<String> cells, String note) {
        public Row {
            cells = List.copyOf(cells);
        }

        static Row of(List<String> cells) {
            return new Row(false, cells, null);
        }
    }
}
