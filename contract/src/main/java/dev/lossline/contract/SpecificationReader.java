package dev.lossline.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Makes an {@link ExperimentSpecification} of a document that a person wrote: fills in the defaults, and refuses what
 * cannot run with all that is wrong at once.
 */
public final class SpecificationReader {
    private static final List<Integer> DEFAULT_HIDDEN = List.of(128);
    private static final int DEFAULT_EPOCHS = 40;
    private static final int DEFAULT_BATCH_SIZE = 64;
    private static final double DEFAULT_LEARNING_RATE = 1e-3;

    // What stands in for a part that is wrong, so that the others are checked all the same.
    private static final Model DEFAULT_MODEL = new Model(DEFAULT_HIDDEN, Activation.RELU);
    private static final Optimizer DEFAULT_OPTIMIZER = new Optimizer.Sgd(DEFAULT_LEARNING_RATE, 0, 0, false);
    private static final Training DEFAULT_TRAINING =
            new Training(DEFAULT_EPOCHS, DEFAULT_BATCH_SIZE, 0, DEFAULT_OPTIMIZER);

    private final int maxTrials;

    /**
     * A reader for a platform with limits.
     *
     * @param maxTrials how many trials an experiment may have; {@link Expansion#MOST_TRIALS} where it is more
     */
    public SpecificationReader(int maxTrials) {
        this.maxTrials = Math.min(maxTrials, Expansion.MOST_TRIALS);
    }

    /**
     * Reads a document, {@code name: …} at its top.
     *
     * @throws InvalidSpecificationException naming every field that is wrong, its value and what is allowed
     */
    public ExperimentSpecification read(JsonNode document) {
        List<Violation> violations = new Violations();
        ExperimentSpecification specification = experiment(new DocumentFields("", document, violations), violations);
        refuse(violations);
        Expansion expansion = new Expansion(specification);
        expansion.requireAtMost(maxTrials);
        expansion.specifications();
        return specification;
    }

    /** Reads the part of a document that one trial needs. */
    static TrialSpecification trial(JsonNode document, long seed, Device device) {
        List<Violation> violations = new Violations();
        DocumentFields fields = new DocumentFields("", document, violations);
        DatasetId dataset = fields.constant("dataset", DatasetId.class, DatasetId.MNIST);
        Model model = model(fields.object("model"), violations);
        Training training = training(fields.object("training"), violations);
        fields.rejectUnknownKeys();
        refuse(violations);
        if (model.weights() > Model.MAX_WEIGHTS) {
            violations.add(new Violation(
                    "model.hidden",
                    model.hidden().toString(),
                    "layers of at most %d weights together, which is what a checkpoint holds: these have %d"
                            .formatted(Model.MAX_WEIGHTS, model.weights())));
            refuse(violations);
        }
        return new TrialSpecification(dataset, model, training, seed, device);
    }

    private ExperimentSpecification experiment(DocumentFields fields, List<Violation> violations) {
        String name = fields.text("name", null);
        DatasetId dataset = fields.constant("dataset", DatasetId.class, DatasetId.MNIST);
        Model model = model(fields.object("model"), violations);
        Training training = training(fields.object("training"), violations);
        ExperimentSpecification.Search search = new SearchReader(violations).read(fields.object("search"));
        List<Long> seeds = fields.integers("seeds", List.of(0L));
        checkSet("seeds", seeds, violations);
        for (int i = 0; i < seeds.size(); i++) {
            if (seeds.get(i) < 0) {
                violations.add(new Violation("seeds[" + i + "]", seeds.get(i).toString(), "0 or greater"));
            }
        }
        List<Device> devices = fields.constants("device", Device.class, Device.CPU);
        checkSet("device", devices, violations);
        Reference reference = fields.has("reference") ? reference(fields.object("reference")) : null;
        fields.rejectUnknownKeys();
        return valid(
                violations,
                () -> new ExperimentSpecification(
                        name,
                        dataset,
                        model == null ? DEFAULT_MODEL : model,
                        training == null ? DEFAULT_TRAINING : training,
                        search,
                        seeds,
                        devices,
                        reference));
    }

    private static Model model(DocumentFields fields, List<Violation> violations) {
        List<Integer> hidden =
                fields
                        .integers(
                                "hidden",
                                DEFAULT_HIDDEN.stream().map(Integer::longValue).toList())
                        .stream()
                        .map(units -> (int) Math.clamp(units, Integer.MIN_VALUE, Integer.MAX_VALUE))
                        .toList();
        Activation activation = fields.constant("activation", Activation.class, Activation.RELU);
        fields.rejectUnknownKeys();
        return valid(violations, () -> new Model(hidden, activation));
    }

    private static Training training(DocumentFields fields, List<Violation> violations) {
        long epochs = fields.integer("epochs", DEFAULT_EPOCHS);
        long batchSize = fields.integer("batchSize", DEFAULT_BATCH_SIZE);
        double validationSplit = fields.decimal("validationSplit", 0);
        Integer examples =
                fields.has("examples") ? (int) Math.clamp(fields.integer("examples", 0), -1, Integer.MAX_VALUE) : null;
        Optimizer optimizer = optimizer(fields.object("optimizer"), violations);
        fields.rejectUnknownKeys();
        Training training = valid(
                violations,
                () -> new Training(
                        (int) Math.clamp(epochs, -1, Integer.MAX_VALUE),
                        (int) Math.clamp(batchSize, -1, Integer.MAX_VALUE),
                        validationSplit,
                        optimizer == null ? DEFAULT_OPTIMIZER : optimizer,
                        examples));
        return optimizer == null ? null : training;
    }

    private enum OptimizerType {
        SGD,
        ADAM,
        ADAMW
    }

    private static Optimizer optimizer(DocumentFields fields, List<Violation> violations) {
        OptimizerType type = fields.constant("type", OptimizerType.class, OptimizerType.SGD);
        double learningRate = fields.decimal("learningRate", DEFAULT_LEARNING_RATE);
        Optimizer optimizer =
                switch (type) {
                    case SGD -> {
                        double momentum = fields.decimal("momentum", 0);
                        double weightDecay = fields.decimal("weightDecay", 0);
                        boolean nesterov = fields.flag("nesterov", false);
                        yield valid(violations, () -> new Optimizer.Sgd(learningRate, momentum, weightDecay, nesterov));
                    }
                    case ADAM -> {
                        Moments m = moments(fields, 0);
                        yield valid(
                                violations,
                                () -> new Optimizer.Adam(
                                        learningRate, m.beta1(), m.beta2(), m.epsilon(), m.weightDecay()));
                    }
                    case ADAMW -> {
                        Moments m = moments(fields, 0.01);
                        yield valid(
                                violations,
                                () -> new Optimizer.AdamW(
                                        learningRate, m.beta1(), m.beta2(), m.epsilon(), m.weightDecay()));
                    }
                };
        fields.rejectUnknownKeys();
        return optimizer;
    }

    private record Moments(double beta1, double beta2, double epsilon, double weightDecay) {}

    private static Moments moments(DocumentFields fields, double defaultWeightDecay) {
        return new Moments(
                fields.decimal("beta1", 0.9),
                fields.decimal("beta2", 0.999),
                fields.decimal("epsilon", 1e-8),
                fields.decimal("weightDecay", defaultWeightDecay));
    }

    private static Reference reference(DocumentFields fields) {
        String source = fields.text("source", null);
        List<Reference.Result> results = fields.elements("results", List.of(), element -> {
            DocumentFields result = fields.at(element);
            Map<String, JsonNode> where = new LinkedHashMap<>();
            JsonNode conditions = result.value("where");
            conditions.properties().forEach(e -> where.put(e.getKey(), DocumentFields.number(e.getValue())));
            Reference.Result values = new Reference.Result(
                    where,
                    result.optionalDecimal("loss"),
                    result.optionalDecimal("accuracy"),
                    result.optionalDecimal("seconds"));
            result.rejectUnknownKeys();
            return values;
        });
        fields.rejectUnknownKeys();
        return new Reference(source, results);
    }

    private static void checkSet(String field, List<?> values, List<Violation> violations) {
        if (values.isEmpty()) {
            violations.add(new Violation(field, "[]", "a list of one or more values"));
        }
        Set<Object> seen = new HashSet<>();
        for (int i = 0; i < values.size(); i++) {
            if (!seen.add(values.get(i))) {
                violations.add(
                        new Violation(field + "[" + i + "]", values.get(i).toString(), "each value once"));
            }
        }
    }

    /** What {@code make} makes, or null and one more violation. */
    private static <T> T valid(List<Violation> violations, Supplier<T> make) {
        try {
            return make.get();
        } catch (InvalidSpecificationException e) {
            violations.addAll(e.violations());
            return null;
        }
    }

    private static void refuse(List<Violation> violations) {
        if (!violations.isEmpty()) {
            throw new InvalidSpecificationException(violations);
        }
    }
}
