package dev.lossline.cli.study;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lossline.cli.api.ExperimentDocument;
import dev.lossline.specification.Device;
import dev.lossline.specification.Json;
import dev.lossline.specification.TrialSpecification;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;

/** Merges the trials of several experiments into one experiment; a trial that several of them contain runs once. */
public final class Study {
    private final String name;
    private final SequencedSet<TrialSpecification> trials = new LinkedHashSet<>();

    public Study(String name, Collection<TrialSpecification> trials) {
        this.name = name;
        this.trials.addAll(trials);
    }

    public SequencedSet<TrialSpecification> trials() {
        return trials;
    }

    /**
     * The specification: the first trial's values, and for each trial a grid of single values with its differences.
     * Seeds and devices are those of all trials; each combination runs with each of them.
     */
    public ExperimentDocument document() {
        JsonNode base = Json.MAPPER.valueToTree(trials.getFirst());
        SequencedSet<String> differing = differing(leaves(base));
        ObjectNode document = Json.MAPPER.createObjectNode().put("name", name);
        for (String key : List.of("dataset", "model", "training")) {
            document.set(key, base.get(key));
        }
        ArrayNode grids = document.putObject("search").putArray("grid");
        SequencedSet<Map<String, JsonNode>> seen = new LinkedHashSet<>();
        ArrayNode seeds = document.putArray("seeds");
        trials.stream().map(TrialSpecification::seed).distinct().forEach(seeds::add);
        ArrayNode devices = document.putArray("device");
        trials.stream()
                .map(TrialSpecification::device)
                .map(Device::id)
                .distinct()
                .forEach(devices::add);
        for (TrialSpecification trial : trials) {
            Map<String, JsonNode> values = leaves(Json.MAPPER.valueToTree(trial));
            values.keySet().retainAll(differing);
            if (!values.isEmpty() && seen.add(values)) {
                ObjectNode grid = grids.addObject();
                values.forEach((path, value) -> grid.putArray(path).add(value));
            }
        }
        return json(document);
    }

    private SequencedSet<String> differing(Map<String, JsonNode> base) {
        SequencedSet<String> paths = new LinkedHashSet<>();
        for (TrialSpecification trial : trials) {
            leaves(Json.MAPPER.valueToTree(trial)).forEach((path, value) -> {
                if (!value.equals(base.get(path))) {
                    paths.add(path);
                }
            });
        }
        return paths;
    }

    /** Values by path; a list is a single value. Excludes seed and device, which are not part of a grid. */
    private static Map<String, JsonNode> leaves(JsonNode trial) {
        Map<String, JsonNode> leaves = new LinkedHashMap<>();
        for (String key : List.of("dataset", "model", "training")) {
            collect(key, trial.get(key), leaves);
        }
        return leaves;
    }

    private static void collect(String path, JsonNode node, Map<String, JsonNode> leaves) {
        if (node.isObject()) {
            node.properties().forEach(field -> collect(path + "." + field.getKey(), field.getValue(), leaves));
        } else {
            leaves.put(path, node);
        }
    }

    private static ExperimentDocument json(ObjectNode document) {
        try {
            return ExperimentDocument.json(Json.MAPPER.writeValueAsString(document));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
