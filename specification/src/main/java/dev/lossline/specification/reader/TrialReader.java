package dev.lossline.specification.reader;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lossline.specification.Activation;
import dev.lossline.specification.DatasetName;
import dev.lossline.specification.Device;
import dev.lossline.specification.Json;
import dev.lossline.specification.Model;
import dev.lossline.specification.Optimizer;
import dev.lossline.specification.Training;
import dev.lossline.specification.TrialSpecification;
import dev.lossline.specification.document.Node;
import dev.lossline.specification.violation.InvalidSpecificationException;
import dev.lossline.specification.violation.Violation;
import dev.lossline.specification.violation.Violations;
import java.util.List;
import java.util.regex.Pattern;

/** Reads the dataset, model and training of a trial. */
final class TrialReader {
    private static final List<Integer> DEFAULT_HIDDEN = List.of(128);
    private static final int DEFAULT_EPOCHS = 40;
    private static final int DEFAULT_BATCH_SIZE = 64;
    private static final double DEFAULT_LEARNING_RATE = 1e-3;

    /** Numbers in old events, from when YAML's {@code 1e-3}, which has no point, was read as text. */
    private static final Pattern NUMBER_OF_AN_EVENT =
            Pattern.compile("[-+]?[0-9]{1,40}([.][0-9]{0,40})?[eE][-+]?[0-9]{1,3}");

    static final String OPTIMIZER = "training.optimizer";

    private final Violations violations;

    /** @param violations receives the errors */
    TrialReader(Violations violations) {
        this.violations = violations;
    }

    enum OptimizerType {
        SGD,
        ADAM,
        ADAMW
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
        DatasetName dataset = fields.constant("dataset", DatasetName.class, DatasetName.MNIST);
        Model model = reader.model(fields.object("model"));
        Training training = reader.training(fields.object("training"));
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
        List<Long> read = fields.integers(
                "hidden", DEFAULT_HIDDEN.stream().map(Integer::longValue).toList());
        List<Integer> hidden = read.stream()
                .map(units -> units == null ? 1 : (int) Math.clamp(units, Integer.MIN_VALUE, Integer.MAX_VALUE))
                .toList();
        Activation activation = fields.constant("activation", Activation.class, Activation.RELU);
        fields.rejectUnknownKeys();
        return violations.valid(() -> new Model(hidden, activation), () -> new Model(DEFAULT_HIDDEN, activation));
    }

    /** Reads the training; invalid values are replaced by valid ones. */
    Training training(DocumentFields fields) {
        int epochs = clamped(fields.integer("epochs", DEFAULT_EPOCHS));
        int batchSize = clamped(fields.integer("batchSize", DEFAULT_BATCH_SIZE));
        double split = fields.decimal("validationSplit", 0);
        Integer examples = fields.has("examples")
                ? Integer.valueOf(clamped(fields.integer("examples", Training.MAX_EXAMPLES)))
                : null;
        Optimizer optimizer = optimizer(fields.object("optimizer"));
        fields.rejectUnknownKeys();
        return violations.valid(
                () -> new Training(epochs, batchSize, split, optimizer, examples),
                () -> new Training(
                        Math.clamp(epochs, 1, Training.MAX_EPOCHS),
                        Math.clamp(batchSize, 1, Training.MAX_BATCH_SIZE),
                        split >= 0 && split <= Training.MAX_VALIDATION_SPLIT ? split : 0,
                        optimizer,
                        examples == null ? null : Integer.valueOf(Math.clamp(examples, 2, Training.MAX_EXAMPLES))));
    }

    private Optimizer optimizer(DocumentFields fields) {
        OptimizerType type = fields.constant("type", OptimizerType.class, OptimizerType.SGD);
        if (violations.hasField(fields.pathOf("type"))) {
            // The allowed keys depend on the intended type, which is unknown.
            fields.accept(TrialKeys.of(OPTIMIZER));
        }
        double learningRate = fields.decimal("learningRate", DEFAULT_LEARNING_RATE);
        Optimizer optimizer =
                switch (type) {
                    case SGD -> sgd(fields, learningRate);
                    case ADAM -> {
                        Moments m = moments(fields, 0);
                        yield violations.valid(
                                () -> new Optimizer.Adam(
                                        learningRate, m.beta1(), m.beta2(), m.epsilon(), m.weightDecay()),
                                () -> Optimizer.Adam.of(DEFAULT_LEARNING_RATE));
                    }
                    case ADAMW -> {
                        Moments m = moments(fields, 0.01);
                        yield violations.valid(
                                () -> new Optimizer.AdamW(
                                        learningRate, m.beta1(), m.beta2(), m.epsilon(), m.weightDecay()),
                                () -> Optimizer.AdamW.of(DEFAULT_LEARNING_RATE));
                    }
                };
        fields.rejectUnknownKeys();
        return optimizer;
    }

    private Optimizer sgd(DocumentFields fields, double learningRate) {
        // An unreadable momentum must not make nesterov invalid.
        double momentum = fields.decimal("momentum", 0, 0.5);
        double weightDecay = fields.decimal("weightDecay", 0);
        boolean nesterov = fields.flag("nesterov", false);
        return violations.valid(
                () -> new Optimizer.Sgd(learningRate, momentum, weightDecay, nesterov),
                () -> new Optimizer.Sgd(DEFAULT_LEARNING_RATE, 0.5, 0, nesterov));
    }

    private record Moments(double beta1, double beta2, double epsilon, double weightDecay) {}

    private static Moments moments(DocumentFields fields, double defaultWeightDecay) {
        return new Moments(
                fields.decimal("beta1", 0.9),
                fields.decimal("beta2", 0.999),
                fields.decimal("epsilon", 1e-8),
                fields.decimal("weightDecay", defaultWeightDecay));
    }

    private static int clamped(long value) {
        return (int) Math.clamp(value, -1, Integer.MAX_VALUE);
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
