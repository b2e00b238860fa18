package dev.lossline.specification.reader;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lossline.specification.Device;
import dev.lossline.specification.ExperimentSpecification;
import dev.lossline.specification.Json;
import dev.lossline.specification.Trial;
import dev.lossline.specification.TrialId;
import dev.lossline.specification.TrialSpecification;
import dev.lossline.specification.violation.InvalidSpecificationException;
import dev.lossline.specification.violation.Violation;
import dev.lossline.specification.violation.Violations;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * The trials of an experiment, a pure function of its specification: grid by grid, with the last key of a grid varying
 * fastest, and each combination once per seed and device. Dispatcher and recorder expand the same event to the same
 * trials with the same ids.
 */
public final class Expansion {
    /**
     * The maximum number of trials of any experiment. It is checked before an event is expanded, because a few hundred
     * bytes can describe billions.
     */
    public static final int MAX_TRIALS = 20_000;

    private static final String OPTIMIZER_TYPE = "training.optimizer.type";

    private final ExperimentSpecification specification;

    public Expansion(ExperimentSpecification specification) {
        this.specification = specification;
    }

    /** The number of combinations, up to {@link Long#MAX_VALUE}; those that several grids share count repeatedly. */
    public long combinations() {
        long combinations = 0;
        for (Map<String, List<JsonNode>> grid : grids()) {
            long product =
                    (long) specification.seeds().size() * specification.device().size();
            for (List<JsonNode> values : grid.values()) {
                product = saturatedProduct(product, values.size());
            }
            combinations = combinations > Long.MAX_VALUE - product ? Long.MAX_VALUE : combinations + product;
        }
        return combinations;
    }

    /**
     * Rejects an experiment with too many trials.
     *
     * @throws InvalidSpecificationException if there are more combinations than {@code most}
     */
    private void requireAtMost(int most) {
        if (combinations() > most) {
            throw new InvalidSpecificationException(tooMany(most));
        }
    }

    private Violation tooMany(int most) {
        return new Violation("search.grid", combinations() + " trials", "at most " + most + " trials an experiment");
    }

    /**
     * Adds the violations of all combinations, according to the rules for submissions. Violations caused by a grid
     * value are reported under its path in the grid.
     *
     * @param most the maximum number of trials
     */
    void check(int most, Violations violations) {
        if (combinations() > most) {
            violations.add(tooMany(most));
            return;
        }
        Violations found = new Violations();
        forEachCombination(found, TrialReader::ofSubmission);
        boolean isTypeKnown = !violations.hasField(OPTIMIZER_TYPE);
        found.all().stream()
                .filter(violation -> isTypeKnown || !violation.isUnknownKey())
                .forEach(violations::add);
    }

    /** The trials with their ids, numbered from 1. */
    public List<Trial> trials(UUID experimentId) {
        List<Trial> trials = new ArrayList<>();
        for (TrialSpecification trial : specifications()) {
            trials.add(new Trial(new TrialId(experimentId, trials.size() + 1), trial));
        }
        return trials;
    }

    /**
     * The specification of each trial, in order.
     *
     * @throws InvalidSpecificationException if a combination cannot run, or if there are more than
     *     {@link #MAX_TRIALS}, which is checked first
     */
    public SequencedSet<TrialSpecification> specifications() {
        requireAtMost(MAX_TRIALS);
        SequencedSet<TrialSpecification> trials = new LinkedHashSet<>();
        Violations violations = new Violations();
        forEachCombination(violations, document -> addTrials(document, trials));
        violations.refuse();
        return trials;
    }

    private void forEachCombination(Violations violations, Consumer<JsonNode> read) {
        JsonNode base = base();
        List<Map<String, List<JsonNode>>> grids = grids();
        for (int i = 0; i < grids.size(); i++) {
            String path = grids.size() == 1 ? "search.grid." : "search.grid[" + i + "].";
            for (Map<String, Choice> combination : combinationsOf(grids.get(i))) {
                try {
                    read.accept(override(base, combination));
                } catch (InvalidSpecificationException e) {
                    e.violations().forEach(v -> violations.add(inGrid(v, path, combination)));
                }
                if (violations.isFull()) {
                    return;
                }
            }
        }
    }

    /**
     * The paths of the keys that differ between trials, in the order of the grids, followed by {@code seed} and
     * {@code device}.
     */
    public List<String> varied() {
        SequencedSet<String> paths = new LinkedHashSet<>();
        specification.search().grid().forEach(grid -> paths.addAll(grid.keySet()));
        if (specification.seeds().size() > 1) {
            paths.add("seed");
        }
        if (specification.device().size() > 1) {
            paths.add("device");
        }
        return List.copyOf(paths);
    }

    /** The value of a trial at a path such as {@code training.epochs}; a missing node if there is none. */
    public static JsonNode valueAt(TrialSpecification trial, String path) {
        return Json.MAPPER.<JsonNode>valueToTree(trial).at(Json.pointer(path));
    }

    private record Choice(int index, JsonNode value) {}

    private List<Map<String, List<JsonNode>>> grids() {
        List<Map<String, List<JsonNode>>> grids = specification.search().grid();
        return grids.isEmpty() ? List.of(Map.of()) : grids;
    }

    private JsonNode base() {
        ObjectNode base = Json.MAPPER.createObjectNode();
        base.set("dataset", Json.MAPPER.valueToTree(specification.dataset()));
        base.set("model", Json.MAPPER.valueToTree(specification.model()));
        base.set("training", Json.MAPPER.valueToTree(specification.training()));
        return base;
    }

    private void addTrials(JsonNode document, SequencedSet<TrialSpecification> trials) {
        for (long seed : specification.seeds()) {
            for (Device device : specification.device()) {
                trials.add(TrialReader.ofEvent(document, seed, device));
            }
        }
    }

    private static List<Map<String, Choice>> combinationsOf(Map<String, List<JsonNode>> grid) {
        List<Map<String, Choice>> combinations = List.of(Map.of());
        for (Map.Entry<String, List<JsonNode>> entry : grid.entrySet()) {
            List<Map<String, Choice>> longer = new ArrayList<>();
            for (Map<String, Choice> combination : combinations) {
                for (int i = 0; i < entry.getValue().size(); i++) {
                    Map<String, Choice> extended = new LinkedHashMap<>(combination);
                    extended.put(entry.getKey(), new Choice(i, entry.getValue().get(i)));
                    longer.add(extended);
                }
            }
            combinations = longer;
        }
        return combinations;
    }

    /**
     * Applies shorter paths first, and an optimizer's type before its settings, which makes the result independent of
     * the order of keys.
     */
    private static JsonNode override(JsonNode base, Map<String, Choice> combination) {
        ObjectNode document = base.deepCopy();
        combination.entrySet().stream()
                .sorted(Comparator.comparingInt((Map.Entry<String, Choice> e) -> depth(e.getKey()))
                        .thenComparing(e -> !e.getKey().equals(OPTIMIZER_TYPE)))
                .forEach(e -> set(document, e.getKey(), e.getValue().value(), combination));
        return document;
    }

    private static void set(ObjectNode document, String path, JsonNode value, Map<String, Choice> combination) {
        String pointer = Json.pointer(path);
        JsonNode parent = document.at(pointer.substring(0, pointer.lastIndexOf('/')));
        if (path.isBlank() || !(parent instanceof ObjectNode object)) {
            if (combination.keySet().stream().anyMatch(other -> path.startsWith(other + "."))) {
                // The parent's value also comes from the grid; errors in it are found when it is read.
                return;
            }
            throw new InvalidSpecificationException(new Violation(
                    path,
                    value.toString(),
                    "the path of a key of dataset, model or training, such as training.epochs"));
        }
        if (path.equals(OPTIMIZER_TYPE) && !value.equals(object.get("type"))) {
            // Another optimizer starts from its own defaults; only the learning rate has the same meaning for all.
            object.retain("learningRate");
        }
        object.set(pointer.substring(pointer.lastIndexOf('/') + 1), value);
    }

    /** Moves the violation to its path in the grid if the value comes from there. */
    private static Violation inGrid(Violation violation, String grid, Map<String, Choice> combination) {
        return combination.entrySet().stream()
                .filter(e -> (violation.field() + ".").startsWith(e.getKey() + ".")
                        || violation.field().startsWith(e.getKey() + "["))
                .max(Comparator.comparingInt(e -> e.getKey().length()))
                .map(e -> {
                    String within = violation.field().substring(e.getKey().length());
                    // An unknown key is invalid regardless of its values.
                    boolean isKey = within.isEmpty() && violation.isUnknownKey();
                    String index = isKey ? "" : "[" + e.getValue().index() + "]";
                    return violation.in(grid + e.getKey() + index + within);
                })
                .orElse(violation);
    }

    private static int depth(String path) {
        return (int) path.chars().filter(c -> c == '.').count();
    }

    private static long saturatedProduct(long a, long b) {
        return b != 0 && a > Long.MAX_VALUE / b ? Long.MAX_VALUE : a * b;
    }
}
