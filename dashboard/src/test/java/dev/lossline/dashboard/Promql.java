package dev.lossline.dashboard;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The metrics and labels that a PromQL expression names. */
record Promql(String expression) {
    private static final Set<String> FUNCTIONS =
            Set.of("sum", "max", "min", "avg", "rate", "increase", "max_over_time", "vector");
    private static final Set<String> WORDS = Set.of("by", "on", "or", "unless", "and", "offset");

    private static final Pattern LABEL = Pattern.compile("(\\w+)(?:=~|!=|!~|=)\"");
    private static final Pattern GROUPING = Pattern.compile("\\b(?:by|on) \\(([^)]*)\\)");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z_]+");

    Set<String> metrics() {
        String plain = GROUPING.matcher(expression)
                .replaceAll(" ")
                .replaceAll("\\{[^}]*}", " ")
                .replaceAll("\\[[^]]*]", " ")
                .replaceAll("\\b\\d+m\\b", " ");
        Set<String> names = new HashSet<>();
        Matcher name = NAME.matcher(plain);
        while (name.find()) {
            names.add(name.group());
        }
        names.removeAll(FUNCTIONS);
        names.removeAll(WORDS);
        return names;
    }

    /** The labels by which series are selected or grouped. */
    Set<String> labels() {
        Set<String> labels = groupedBy();
        Matcher label = LABEL.matcher(expression);
        while (label.find()) {
            labels.add(label.group(1));
        }
        return labels;
    }

    /** The labels that the results keep. */
    Set<String> groupedBy() {
        Set<String> labels = new HashSet<>();
        Matcher grouping = GROUPING.matcher(expression);
        while (grouping.find()) {
            labels.addAll(List.of(grouping.group(1).split(", ", -1)));
        }
        return labels;
    }
}
