package dev.lossline.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/** Aligns rows in columns. */
public final class Table {
    private static final String GAP = "  ";

    private final List<Column> columns;
    private final List<Row> rows = new ArrayList<>();

    public Table(Column... columns) {
        this(List.of(columns));
    }

    public Table(List<Column> columns) {
        this.columns = List.copyOf(columns);
    }

    public record Column(String title, boolean right) {}

    private record Row(Style style, List<String> cells) {}

    public static Column left(String title) {
        return new Column(title, false);
    }

    public static Column right(String title) {
        return new Column(title, true);
    }

    public void row(String... cells) {
        row(Style.PLAIN, List.of(cells));
    }

    public void row(Style style, List<String> cells) {
        if (cells.size() != columns.size()) {
            throw new IllegalArgumentException("%d cells in %d columns".formatted(cells.size(), columns.size()));
        }
        rows.add(new Row(style, List.copyOf(cells)));
    }

    public List<String> lines(boolean colours) {
        int[] widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            int column = i;
            widths[i] = Math.max(
                    columns.get(i).title().length(),
                    rows.stream()
                            .mapToInt(row -> row.cells().get(column).length())
                            .max()
                            .orElse(0));
        }
        List<String> lines = new ArrayList<>();
        lines.add(Style.DIM.apply(line(columns.stream().map(Column::title).toList(), widths), colours));
        for (Row row : rows) {
            lines.add(row.style().apply(line(row.cells(), widths), colours));
        }
        return lines;
    }

    private String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String padding = " ".repeat(widths[i] - cells.get(i).length());
            line.append(i == 0 ? "" : GAP);
            line.append(columns.get(i).right() ? padding + cells.get(i) : cells.get(i) + padding);
        }
        return line.toString().stripTrailing();
    }
}
