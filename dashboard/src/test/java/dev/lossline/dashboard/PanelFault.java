package dev.lossline.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Consumer;

/**
 * A deliberate fault in a real panel or in the response of its query.
 *
 * @param name what is wrong
 * @param panel the dashboard and title of the panel that gets the fault
 * @param report a part of the report that the fault must cause
 * @param change adds the fault
 */
record PanelFault(String name, String panel, String report, Consumer<ObjectNode> change) {
    static final List<PanelFault> ALL = List.of(
            new PanelFault(
                    "override of no field",
                    "Live training: Progress",
                    "override of \"accuracy\": no field matches",
                    input -> override(input, 2).withObject("/matcher").put("options", "accuracy")),
            new PanelFault(
                    "x field that does not exist",
                    "CPU and GPU: Seconds per epoch",
                    "xField: no field is named layers",
                    input -> options(input).put("xField", "layers")),
            new PanelFault(
                    "sort by no column",
                    "Experiment: Trials",
                    "sortBy: no field is named accuracy",
                    input -> options(input).putArray("sortBy").addObject().put("displayName", "accuracy")),
            new PanelFault(
                    "matrix of no field",
                    "Trial: Confusion matrix",
                    "transformation groupingToMatrix: no field is named examples",
                    input -> transformation(input, 0).put("valueField", "examples")),
            new PanelFault(
                    "sort of no field",
                    "Live training: Loss per epoch",
                    "transformation sortBy: no field is named epoch;",
                    input -> ((ObjectNode) transformation(input, 1).at("/sort/0")).put("field", "epoch")),
            new PanelFault(
                    "included field that does not exist",
                    "Experiment: Test accuracy",
                    "transformation filterFieldsByName: no field is named accuracy",
                    input -> ((ArrayNode) transformation(input, 0).at("/include/names")).add("accuracy")),
            new PanelFault(
                    "included fields in another order",
                    "Experiment: Test accuracy",
                    "order: the fields are [varied, test accuracy]",
                    input -> ((ArrayNode) transformation(input, 0).at("/include/names"))
                            .add("varied")
                            .remove(0)),
            new PanelFault(
                    "unknown transformation",
                    "Trial: Confusion matrix",
                    "Grafana's code fails: \"groupingToTable\" not found",
                    input -> ((ObjectNode) input.at("/panel/transformations/0")).put("id", "groupingToTable")),
            new PanelFault(
                    "link to no field",
                    "Live training: Progress",
                    "link of trial: /d/lossline-trial?var-trial=${__data.fields.id} names a field that does not exist",
                    input -> ((ObjectNode) override(input, 0).at("/properties/1/value/0"))
                            .put("url", "/d/lossline-trial?var-trial=${__data.fields.id}")),
            new PanelFault(
                    "unknown unit",
                    "Live training: Best test accuracy",
                    "Grafana has no unit percentage",
                    input -> defaults(input).put("unit", "percentage")),
            new PanelFault(
                    "unit of a text",
                    "Experiment: Trials",
                    "decimals of state: its values are not numbers but of type string",
                    input -> override(input, 2)
                            .withArray("/properties")
                            .addObject()
                            .put("id", "decimals")
                            .put("value", 1)),
            new PanelFault(
                    "unit that is not applied",
                    "Trial: Model",
                    "unit of size: Grafana applies",
                    input -> ((ObjectNode) override(input, 0).at("/properties/0"))
                            .putNull("value")
                            .put("id", "unit")),
            new PanelFault(
                    "value that is no number",
                    "Trial: Model",
                    "size: \"many\" is not a number",
                    input -> ((ArrayNode) input.at("/frames/0/data/values/2"))
                            .removeAll()
                            .add("many")),
            new PanelFault(
                    "value that is no time",
                    "Experiment: Summary",
                    "submitted: \"soon\" is shown as \"NaN\"",
                    input -> ((ArrayNode) input.at("/frames/0/data/values/9"))
                            .removeAll()
                            .add("soon")),
            new PanelFault(
                    "series out of order",
                    "Live training: Loss per epoch",
                    "order: the series are numbered [12, 1, 2, 3, 4, 11]",
                    input -> moveLastRowsFirst(input, 6)),
            new PanelFault(
                    "x that is not ascending",
                    "Live training: Loss per epoch",
                    "x: epoch\\trial is not ascending",
                    input -> ((ObjectNode) transformation(input, 1).at("/sort/0")).put("desc", true)),
            new PanelFault(
                    "x of another type",
                    "CPU and GPU: Seconds per epoch",
                    "x: hidden is of type string instead of number",
                    input -> panel(input).put("type", "trend")),
            new PanelFault(
                    "time series without time",
                    "Live training: Loss per epoch",
                    "x: epoch\\trial is of type number instead of time",
                    input -> panel(input).put("type", "timeseries")),
            new PanelFault(
                    "series of texts",
                    "Experiment: Loss by hidden units",
                    "series: the values of loss are not numbers but of type string",
                    input -> ((ObjectNode) input.at("/frames/0/schema/fields/1")).put("type", "string")),
            new PanelFault(
                    "no series",
                    "Experiment: Test accuracy",
                    "series: none beside varied",
                    input -> ((ArrayNode) transformation(input, 0).at("/include/names")).remove(1)),
            new PanelFault(
                    "series without values", "Trial: Loss per epoch", "series: validation has no values", input -> {
                        ArrayNode values = (ArrayNode) input.at("/frames/0/data/values/2");
                        for (int row = 0; row < values.size(); row++) {
                            values.setNull(row);
                        }
                    }),
            new PanelFault(
                    "two series of one name",
                    "Platform: Recording delay",
                    "time series: two series are named mean",
                    input -> ((ArrayNode) input.get("frames"))
                            .add(input.at("/frames/0").deepCopy())),
            new PanelFault(
                    "two columns of one name",
                    "Experiment: Summary",
                    "table: two columns are named trials",
                    input -> override(input, 1)
                            .withArray("/properties")
                            .addObject()
                            .put("id", "displayName")
                            .put("value", "trials")),
            new PanelFault(
                    "two frames in a trend",
                    "Trial: Loss per epoch",
                    "trend: needs one frame, not 2",
                    input -> ((ArrayNode) input.get("frames"))
                            .add(input.at("/frames/0").deepCopy())),
            new PanelFault(
                    "stat of no field",
                    "Live training: State",
                    "stat: it shows \"No data\"",
                    input -> options(input).withObject("/reduceOptions").put("fields", "/^status$/")),
            new PanelFault(
                    "no result",
                    "Live training: Best test accuracy",
                    "stat: it shows \"not evaluated yet\"",
                    input -> ((ArrayNode) input.at("/frames/0/data/values/0")).setNull(0)));

    /** A copy of the panel and its responses with this fault. */
    ObjectNode in(ObjectNode input) {
        ObjectNode faulty = input.deepCopy();
        change.accept(faulty);
        return faulty;
    }

    private static ObjectNode panel(ObjectNode input) {
        return (ObjectNode) input.required("panel");
    }

    private static ObjectNode options(ObjectNode input) {
        return panel(input).withObject("/options");
    }

    private static ObjectNode defaults(ObjectNode input) {
        return panel(input).withObject("/fieldConfig/defaults");
    }

    private static ObjectNode override(ObjectNode input, int index) {
        return (ObjectNode) panel(input).at("/fieldConfig/overrides").required(index);
    }

    private static ObjectNode transformation(ObjectNode input, int index) {
        return (ObjectNode)
                panel(input).required("transformations").required(index).required("options");
    }

    private static void moveLastRowsFirst(ObjectNode input, int rows) {
        for (JsonNode column : input.at("/frames/0/data/values")) {
            ArrayNode values = (ArrayNode) column;
            for (int row = 0; row < rows; row++) {
                values.insert(0, values.remove(values.size() - 1));
            }
        }
    }
}
