package dev.lossline.dashboard;

import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes out variables and macros as Grafana's PostgreSQL data source does: {@code ${name:sqlstring}} to quoted values
 * with commas between, {@code $__timeFilter(column)} to a range of UTC times. For tests and benchmarks of the panels.
 *
 * @param variables what a person picked for each
 * @param from the beginning of the range of times, as ISO 8601
 * @param to its end
 */
public record GrafanaSql(Map<String, List<String>> variables, String from, String to) {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+):sqlstring}");
    private static final Pattern TIME_FILTER = Pattern.compile("\\$__timeFilter\\(([^)]*)\\)");

    /**
     * The query that the data source would send.
     *
     * @throws IllegalArgumentException where a variable has no value, or a macro is not known here
     */
    public String expand(String sql) {
        String expanded = TIME_FILTER
                .matcher(VARIABLE.matcher(sql).replaceAll(this::values))
                .replaceAll(filter -> filter.group(1) + " BETWEEN '" + from + "' AND '" + to + "'");
        if (expanded.contains("$__") || expanded.contains("${")) {
            throw new IllegalArgumentException("a macro or variable is left over: " + expanded);
        }
        return expanded;
    }

    private String values(MatchResult variable) {
        List<String> values = variables.get(variable.group(1));
        if (values == null) {
            throw new IllegalArgumentException("no variable " + variable.group(1));
        }
        return Matcher.quoteReplacement(values.stream()
                .map(value -> "'" + value.replace("'", "''") + "'")
                .collect(Collectors.joining(",")));
    }
}
