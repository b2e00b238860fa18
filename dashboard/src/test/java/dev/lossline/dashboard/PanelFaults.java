package dev.lossline.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lossline.dashboard.DrawnPanel.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What is wrong with a panel: references to fields that it does not have, types, units, texts and order. */
final class PanelFaults {
    private static final Pattern NOT_SHOWABLE = Pattern.compile("^\\s*$|NaN|undefined|\\[object|Invalid");
    private static final Pattern LEADING_NUMBER = Pattern.compile("^\\d+(?=:|$)");

    private final DrawnPanel drawn;
    private final JsonNode panel;
    private final List<String> faults = new ArrayList<>();

    private PanelFaults(DrawnPanel drawn) {
        this.drawn = drawn;
        this.panel = drawn.panel();
    }

    static List<String> of(DrawnPanel drawn) {
        if (drawn.result().has("error")) {
            return List.of(
                    "Grafana's code fails: " + drawn.result().get("error").asText());
        }
        PanelFaults faults = new PanelFaults(drawn);
        faults.transformations();
        faults.overrides();
        faults.options();
        faults.configuration();
        faults.values();
        faults.order();
        faults.faults.addAll(TypeFaults.of(drawn));
        return faults.faults;
    }

    private void transformations() {
        JsonNode transformations = panel.path("transformations");
        for (int i = 0; i < transformations.size(); i++) {
            String id = transformations.get(i).required("id").asText();
            for (String name : fieldsOf(id, transformations.get(i).required("options"))) {
                requireField("transformation " + id, name, drawn.stage(i));
            }
        }
    }

    /** The names of the fields that a transformation's options refer to. */
    private static List<String> fieldsOf(String transformation, JsonNode options) {
        return switch (transformation) {
            case "groupingToMatrix" ->
                Stream.of("rowField", "columnField", "valueField")
                        .map(key -> options.required(key).asText())
                        .toList();
            case "filterFieldsByName" ->
                Grafana.stream(options.at("/include/names"))
                        .map(JsonNode::asText)
                        .toList();
            case "sortBy" -> options.required("sort").findValuesAsText("field");
            default ->
                throw new IllegalArgumentException("no check knows the options of transformation " + transformation
                        + ": add it to PanelFaults.fieldsOf");
        };
    }

    private void overrides() {
        JsonNode overrides = panel.at("/fieldConfig/overrides");
        for (int i = 0; i < overrides.size(); i++) {
            JsonNode matcher = overrides.get(i).required("matcher");
            if (drawn.matches(i).isEmpty()) {
                faults.add("override of %s: no field matches; the fields are %s"
                        .formatted(matcher.required("options"), names()));
            }
        }
    }

    private void options() {
        JsonNode options = panel.required("options");
        if (options.has("xField")) {
            requireField("xField", options.get("xField").asText(), names());
        }
        for (JsonNode sort : options.path("sortBy")) {
            requireField("sortBy", sort.required("displayName").asText(), labels());
        }
        for (Field field : drawn.fields()) {
            field.links().stream()
                    .filter(link -> link.contains("__data"))
                    .distinct()
                    .forEach(link -> faults.add("link of %s: %s names a field that does not exist; the fields are %s"
                            .formatted(field.label(), link, names())));
        }
    }

    /** Units and decimals: configured for numbers, known to Grafana, and applied by its code. */
    private void configuration() {
        drawn.options().forEach(field -> {
            String name = field.required("name").asText();
            String label = field.required("label").asText();
            if (!field.required("unitIsKnown").asBoolean()) {
                faults.add("unit of %s: Grafana has no unit %s"
                        .formatted(label, field.required("unit").asText()));
            }
            for (String property : List.of("unit", "decimals")) {
                JsonNode configured = overridden(name, property);
                if (!configured.isMissingNode()
                        && !field.required("type").asText().equals("number")) {
                    faults.add("%s of %s: its values are not numbers but of type %s"
                            .formatted(property, label, field.required("type").asText()));
                }
                JsonNode expected = configured.isMissingNode()
                        ? panel.at("/fieldConfig/defaults").path(property)
                        : configured;
                if (!field.path(property).asText().equals(expected.asText())) {
                    faults.add("%s of %s: Grafana applies %s, but %s is configured"
                            .formatted(property, label, field.path(property), expected));
                }
            }
        });
    }

    /** The value that the last matching override gives a property of a field. */
    private JsonNode overridden(String field, String property) {
        JsonNode value = panel.path("none");
        JsonNode overrides = panel.at("/fieldConfig/overrides");
        for (int i = 0; i < overrides.size(); i++) {
            if (drawn.matches(i).contains(field)) {
                for (JsonNode each : overrides.get(i).required("properties")) {
                    value = each.required("id").asText().equals(property) ? each.required("value") : value;
                }
            }
        }
        return value;
    }

    /** Numbers are numbers, and Grafana has a text for every value. */
    private void values() {
        for (Field field : drawn.fields()) {
            for (int row = 0; row < field.texts().size(); row++) {
                JsonNode value = field.values().get(row);
                String text = field.texts().get(row);
                if (field.isNumber() && !value.isNull() && !value.isNumber()) {
                    faults.add("%s: %s is not a number".formatted(field.label(), value));
                }
                if (!value.isNull()
                        && !value.asText().equals(text)
                        && NOT_SHOWABLE.matcher(text).find()) {
                    faults.add("%s: %s is shown as \"%s\"".formatted(field.label(), value, text));
                }
            }
        }
    }

    /** Fields are in the order of a transformation's list of names, and numbered series in ascending order. */
    private void order() {
        JsonNode included = panel.at("/transformations/0/options/include/names");
        if (!included.isMissingNode()) {
            List<String> wanted = Grafana.stream(included).map(JsonNode::asText).toList();
            if (!names().equals(wanted)) {
                faults.add("order: the fields are %s, but the panel includes %s".formatted(names(), wanted));
            }
        }
        for (List<Field> frame : drawn.frames()) {
            List<Integer> numbers = frame.stream()
                    .map(field -> LEADING_NUMBER.matcher(field.name()))
                    .filter(Matcher::find)
                    .map(number -> Integer.parseInt(number.group()))
                    .toList();
            if (!numbers.stream().sorted().toList().equals(numbers)) {
                faults.add("order: the series are numbered " + numbers);
            }
        }
    }

    private void requireField(String where, String name, List<String> fields) {
        if (!fields.contains(name)) {
            faults.add("%s: no field is named %s; the fields are %s".formatted(where, name, fields));
        }
    }

    private List<String> names() {
        return drawn.fields().stream().map(Field::name).toList();
    }

    private List<String> labels() {
        return drawn.fields().stream().map(Field::label).toList();
    }
}
