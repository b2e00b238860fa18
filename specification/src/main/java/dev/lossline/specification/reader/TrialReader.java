package dev.lossline.specification.reader;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lossline.specification.Activation;
import dev.lossline.specification.DatasetName;
import dev.lossline.specification.Device;
import dev.lossline.specification.ExperimentKeys;
import dev.lossline.specification.Json;
import dev.lossline.specification.Model;
import dev.lossline.specification.Optimizer;
import dev.lossline.specification.Training;
import dev.lossline.specification.TrialSpecification;
import dev.lossline.specification.document.Node;
import dev.lossline.specification.key.Key;
import dev.lossline.specification.violation.InvalidSpecificationException;
import dev.lossline.specification.violation.Violation;
import dev.lossline.specification.violation.Violations;
import java.util.List;
import java.util.regex.Pattern;

/** Reads the dataset, model and training of a trial. */
final class TrialReader {
    /** Numbers in old events, from when YAML's {@code 1e-3}, which has no point, was read as text. */
    private static final Pattern NUMBER_OF_AN_EVENT =
            Pattern.compile("[-+]?[0-9]{1,40}([.][0-9]{0,40})?[eE][-+]?[0-9]{1,3}");

    private final Violations violations;

    /** @param violations receives the errors */
    TrialReader(Violations violations) {
        this.violations = violations;
    }

    /**
     * Reads a trial from an event.
     *
     * @throws InvalidSpecificationException if it cannot run
     */
    static TrialSpecification ofEvent(JsonNode document, long seed, Device device) {
        return trial(Node.of(withNumbers(document)), seed, device);
    }

    /**
     * Reads a trial from a submission.
     *
     * @throws InvalidSpecificationException if it cannot run, or would not behave as specified
     */
    static TrialSpecification ofSubmission(JsonNode document) {
        TrialSpecification trial = trial(Node.of(document), 0, Device.CPU);
        SubmissionRules.check(trial);
        return trial;
    }

    private static TrialSpecification trial(Node document, long seed, Device device) {
        Violations violations = new Violations();
        TrialReader reader = new TrialReader(violations);
        DocumentFields fields = new DocumentFields("", document, violations);
        DatasetName dataset = fields.constant(ExperimentKeys.DATASET);
        Model model = reader.model(fields.object(ExperimentKeys.MODEL));
        Training training = reader.training(fields.object(ExperimentKeys.TRAINING));
        fields.rejectUnknownKeys();
        if (model.weights() > Model.MAX_WEIGHTS) {
            violations.add(new Violation(
                    "model.hidden",
                    model.hidden().toString(),
                    "layers of at most %d weights together, which is what a checkpoint holds: these have %d"
                            .formatted(Model.MAX_WEIGHTS, model.weights())));
        }
        violations.refuse();
        return new TrialSpecification(dataset, model, training, seed, device);
    }

    /** Reads the model; invalid values are replaced by valid ones. */
    Model model(DocumentFields fields) {
        List<Integer> hidden = fields.wholes(ExperimentKeys.HIDDEN).stream()
                .map(units -> units == null ? 1 : Math.toIntExact(units))
                .toList();
        Activation activation = fields.constant(ExperimentKeys.ACTIVATION);
        fields.rejectUnknownKeys();
        return violations.valid(() -> new Model(hidden, activation), () -> new Model(List.of(), activation));
    }

    /** Reads the training; invalid values are replaced by valid ones. */
    Training training(DocumentFields fields) {
        int epochs = fields.whole(ExperimentKeys.EPOCHS);
        int batchSize = fields.whole(ExperimentKeys.BATCH_SIZE);
        double validationSplit = fields.decimal(ExperimentKeys.VALIDATION_SPLIT);
        Integer examples = fields.optionalWhole(ExperimentKeys.EXAMPLES);
        Optimizer optimizer = optimizer(fields.object(ExperimentKeys.OPTIMIZER));
        fields.rejectUnknownKeys();
        return new Training(epochs, batchSize, validationSplit, optimizer, examples);
    }

    private Optimizer optimizer(DocumentFields fields) {
        Optimizer.Type type = fields.constant(ExperimentKeys.OPTIMIZER_TYPE);
        if (violations.hasField(fields.pathOf(ExperimentKeys.OPTIMIZER_TYPE.name()))) {
            // The allowed keys depend on the intended type, which is unknown.
            fields.accept(TrialKeys.of(ExperimentKeys.OPTIMIZER.path()));
        }
        double learningRate = fields.decimal(ExperimentKeys.LEARNING_RATE);
        Optimizer optimizer =
                switch (type) {
                    case SGD -> sgd(fields, learningRate);
                    case ADAM -> {
                        Moments m = moments(fields, ExperimentKeys.L2_PENALTY);
                        yield new Optimizer.Adam(learningRate, m.beta1(), m.beta2(), m.epsilon(), m.weightDecay());
                    }
                    case ADAMW -> {
                        Moments m = moments(fields, ExperimentKeys.DECOUPLED_WEIGHT_DECAY);
                        yield new Optimizer.AdamW(learningRate, m.beta1(), m.beta2(), m.epsilon(), m.weightDecay());
                    }
                };
        fields.rejectUnknownKeys();
        return optimizer;
    }

    private Optimizer sgd(DocumentFields fields, double learningRate) {
        // An invalid momentum must not make nesterov invalid.
        double momentum = fields.decimal(ExperimentKeys.MOMENTUM, 0.5);
        double weightDecay = fields.decimal(ExperimentKeys.L2_PENALTY);
        boolean nesterov = fields.flag(ExperimentKeys.NESTEROV);
        return violations.valid(
                () -> new Optimizer.Sgd(learningRate, momentum, weightDecay, nesterov),
                () -> new Optimizer.Sgd(learningRate, momentum, weightDecay, false));
    }

    private record Moments(double beta1, double beta2, double epsilon, double weightDecay) {}

    private static Moments moments(DocumentFields fields, Key.Decimal weightDecay) {
        return new Moments(
                fields.decimal(ExperimentKeys.BETA1),
                fields.decimal(ExperimentKeys.BETA2),
                fields.decimal(ExperimentKeys.EPSILON),
                fields.decimal(weightDecay));
    }

    private static JsonNode withNumbers(JsonNode json) {
        if (json.isTextual() && NUMBER_OF_AN_EVENT.matcher(json.textValue()).matches()) {
            return DoubleNode.valueOf(Double.parseDouble(json.textValue()));
        }
        if (json.isArray()) {
            ArrayNode array = Json.MAPPER.createArrayNode();
            json.forEach(element -> array.add(withNumbers(element)));
            return array;
        }
        if (json.isObject()) {
            ObjectNode object = Json.MAPPER.createObjectNode();
            json.properties().forEach(entry -> object.set(entry.getKey(), withNumbers(entry.getValue())));
            return object;
        }
        return json;
    }
}
