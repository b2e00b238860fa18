package dev.lossline.cli.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.lossline.contract.api.EpochRepresentation;
import dev.lossline.contract.api.ExperimentRepresentation;
import dev.lossline.contract.api.TrialRepresentation;
import dev.lossline.specification.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A row of an export.
 *
 * @param cells values by column, in order; hyperparameters are named by their paths
 */
public record ResultRow(Map<String, JsonNode> cells) {
    public static ResultRow ofTrial(ExperimentRepresentation experiment, TrialRepresentation trial) {
        Map<String, JsonNode> cells = key(experiment, trial);
        put(cells, "state", trial.state());
        flatten("", Json.MAPPER.valueToTree(trial.specification()), cells);
        put(cells, "epoch", trial.epoch());
        put(cells, "trainingLoss", trial.trainingLoss());
        put(cells, "validationLoss", trial.validationLoss());
        put(cells, "validationAccuracy", trial.validationAccuracy());
        put(cells, "testLoss", trial.testLoss());
        put(cells, "testAccuracy", trial.testAccuracy());
        put(cells, "seconds", trial.seconds());
        put(cells, "samplesPerSecond", trial.samplesPerSecond());
        put(cells, "attempts", trial.attempts());
        put(cells, "host", trial.host());
        put(cells, "startedAt", trial.startedAt());
        put(cells, "finishedAt", trial.finishedAt());
        put(cells, "failure", trial.failure());
        return new ResultRow(cells);
    }

    public static ResultRow ofEpoch(
            ExperimentRepresentation experiment, TrialRepresentation trial, EpochRepresentation epoch) {
        Map<String, JsonNode> cells = key(experiment, trial);
        cells.putAll(trial.varied());
        put(cells, "epoch", epoch.epoch());
        put(cells, "attempt", epoch.attempt());
        put(cells, "occurredAt", epoch.occurredAt());
        put(cells, "trainingLoss", epoch.trainingLoss());
        put(cells, "validationLoss", epoch.validationLoss());
        put(cells, "validationAccuracy", epoch.validationAccuracy());
        put(cells, "seconds", epoch.seconds());
        put(cells, "samplesPerSecond", epoch.samplesPerSecond());
        return new ResultRow(cells);
    }

    private static Map<String, JsonNode> key(ExperimentRepresentation experiment, TrialRepresentation trial) {
        Map<String, JsonNode> cells = new LinkedHashMap<>();
        put(cells, "experiment", experiment.name());
        put(cells, "trialId", trial.id());
        put(cells, "trial", trial.id().number());
        return cells;
    }

    private static void flatten(String path, JsonNode node, Map<String, JsonNode> cells) {
        node.properties().forEach(field -> {
            String name = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
            if (field.getValue().isObject()) {
                flatten(name, field.getValue(), cells);
            } else {
                cells.put(name, field.getValue());
            }
        });
    }

    private static void put(Map<String, JsonNode> cells, String column, Object value) {
        cells.put(column, value == null ? NullNode.getInstance() : Json.MAPPER.valueToTree(value));
    }
}
