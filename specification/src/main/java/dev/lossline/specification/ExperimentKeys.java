package dev.lossline.specification;

import dev.lossline.specification.key.Interval;
import dev.lossline.specification.key.Key;
import java.util.List;
import java.util.Map;

/**
 * The keys of an experiment document, each with its meaning, range and default. Rules that involve several keys are in
 * the records and in the reader.
 */
public final class ExperimentKeys {
    public static final Key.Text NAME =
            new Key.Text("name", "The name of the experiment, 1 to 200 characters. It need not be unique.", 200);
    public static final Key.Constant<DatasetName> DATASET = constant(
            "dataset",
            "The images to train on: 60,000 training and 10,000 test images of 28 × 28 pixels in 10 classes.",
            DatasetName.class,
            DatasetName.MNIST);

    public static final Key.Whole UNITS =
            new Key.Whole("model.hidden", "The number of units of a hidden layer.", 1, 16_384, null);
    public static final Key.Wholes HIDDEN = new Key.Wholes(
            "model.hidden",
            "The number of units of each hidden layer, from input to output. An empty list is the single-layer"
                    + " perceptron.",
            UNITS,
            false,
            16,
            List.of(128L));
    public static final Key.Constant<Activation> ACTIVATION =
            constant("model.activation", "The function after each hidden layer.", Activation.class, Activation.RELU);
    public static final Key.Section MODEL =
            new Key.Section("model", "The network of a trial, a multilayer perceptron.", List.of(HIDDEN, ACTIVATION));

    public static final Key.Whole EPOCHS =
            new Key.Whole("training.epochs", "Passes over the training split.", 1, Training.MAX_EPOCHS, 40L);
    public static final Key.Whole BATCH_SIZE = new Key.Whole(
            "training.batchSize",
            "Examples per step. The last batch of an epoch may be smaller.",
            1,
            Training.MAX_BATCH_SIZE,
            64L);
    public static final Key.Decimal VALIDATION_SPLIT = new Key.Decimal(
            "training.validationSplit",
            "The fraction of the examples used that is held out for validation, taken from their end. 0 for none.",
            Interval.upTo(Training.MAX_VALIDATION_SPLIT),
            0.0);
    public static final Key.Whole EXAMPLES = new Key.Whole(
            "training.examples",
            "How many examples of the training split are used, from the first. By default, all.",
            2,
            Training.MAX_EXAMPLES,
            null);

    public static final Key.Constant<Optimizer.Type> OPTIMIZER_TYPE = constant(
            "training.optimizer.type",
            "The optimizer. Each uses the formulas and defaults of the one with the same name in torch.optim.",
            Optimizer.Type.class,
            Optimizer.Type.SGD);
    public static final Key.Decimal LEARNING_RATE = setting("learningRate", "The step size.", Interval.POSITIVE, 1e-3);
    public static final Key.Decimal MOMENTUM =
            setting("momentum", "The fraction of the previous step that is kept. 0 for none.", Interval.BELOW_ONE, 0);
    public static final Key.Decimal L2_PENALTY = weightDecay(0);
    public static final Key.Decimal DECOUPLED_WEIGHT_DECAY = weightDecay(0.01);
    public static final Key.Flag NESTEROV = new Key.Flag(
            "training.optimizer.nesterov", "Whether to use Nesterov's momentum. Requires a momentum above 0.", false);
    public static final Key.Decimal BETA1 =
            setting("beta1", "Decay rate of the mean of gradients.", Interval.BELOW_ONE, 0.9);
    public static final Key.Decimal BETA2 =
            setting("beta2", "Decay rate of the mean of squared gradients.", Interval.BELOW_ONE, 0.999);
    public static final Key.Decimal EPSILON =
            setting("epsilon", "Added to the denominator, for numerical stability.", Interval.NOT_NEGATIVE, 1e-8);
    public static final Key.Variants<Optimizer.Type> OPTIMIZER = new Key.Variants<>(
            "training.optimizer",
            "How gradients change weights.",
            OPTIMIZER_TYPE,
            Map.of(
                    Optimizer.Type.SGD, List.of(LEARNING_RATE, MOMENTUM, L2_PENALTY, NESTEROV),
                    Optimizer.Type.ADAM, List.of(LEARNING_RATE, BETA1, BETA2, EPSILON, L2_PENALTY),
                    Optimizer.Type.ADAMW, List.of(LEARNING_RATE, BETA1, BETA2, EPSILON, DECOUPLED_WEIGHT_DECAY)));
    public static final Key.Section TRAINING = new Key.Section(
            "training",
            "How a trial trains its model.",
            List.of(EPOCHS, BATCH_SIZE, VALIDATION_SPLIT, EXAMPLES, OPTIMIZER));

    public static final Key.Grids GRID = new Key.Grids(
            "search.grid",
            "Paths of keys of dataset, model and training, each with a list of values. Every combination is a trial;"
                    + " the last key varies fastest. The combinations of a list of grids are merged.",
            List.of(DATASET, MODEL, TRAINING));
    public static final Key.Section SEARCH = new Key.Section("search", "What the experiment varies.", List.of(GRID));

    public static final Key.Whole SEED = new Key.Whole(
            "seed", "The seed of the initial weights and the order of examples.", 0, Long.MAX_VALUE, null);
    public static final Key.Wholes SEEDS = new Key.Wholes(
            "seeds",
            "Each combination is trained once per seed. The seed fixes initial weights and example order, as"
                    + " torch.manual_seed does.",
            SEED,
            true,
            Integer.MAX_VALUE,
            List.of(0L));
    public static final Key.Constant<Device> DEVICE =
            constant("device", "Each combination is trained once per device.", Device.class, Device.CPU);
    public static final Key.Constants<Device> DEVICES = new Key.Constants<>(DEVICE);

    public static final Key.Text SOURCE =
            new Key.Text("reference.source", "Where the values were published.", Integer.MAX_VALUE);
    public static final Key.Condition WHERE = new Key.Condition(
            "reference.results.where",
            "The trials that the result applies to: paths of keys, seed or device, each with the value of those"
                    + " trials. By default, all trials.",
            List.of(DATASET, MODEL, TRAINING, SEED, DEVICE));
    public static final Key.Decimal LOSS = new Key.Decimal(
            "reference.results.loss",
            "The published mean training loss of the last epoch.",
            Interval.NOT_NEGATIVE,
            null);
    public static final Key.Decimal ACCURACY = new Key.Decimal(
            "reference.results.accuracy",
            "The published fraction of the test split that is classified correctly.",
            Interval.FRACTION,
            null);
    public static final Key.Decimal SECONDS = new Key.Decimal(
            "reference.results.seconds", "The published training time in seconds.", Interval.NOT_NEGATIVE, null);

    /** Each result is matched against all trials. */
    public static final Key.Sections RESULTS = new Key.Sections(
            new Key.Section(
                    "reference.results",
                    "The published values, each for the trials that its condition selects.",
                    List.of(WHERE, LOSS, ACCURACY, SECONDS)),
            1_000);

    public static final Key.Section REFERENCE = new Key.Section(
            "reference", "Published values to compare the measured ones with.", List.of(SOURCE, RESULTS));

    /** All keys of a document. */
    public static final Key.Section EXPERIMENT = new Key.Section(
            "",
            "An experiment of Lossline. Only its name is required.",
            List.of(NAME, DATASET, MODEL, TRAINING, SEARCH, SEEDS, DEVICES, REFERENCE));

    private ExperimentKeys() {}

    private static Key.Decimal weightDecay(double otherwise) {
        return setting(
                "weightDecay",
                "Weight decay: an L2 penalty, or for adamw decoupled from the gradient. 0 for none.",
                Interval.NOT_NEGATIVE,
                otherwise);
    }

    private static Key.Decimal setting(String name, String description, Interval range, double otherwise) {
        return new Key.Decimal("training.optimizer." + name, description, range, otherwise);
    }

    private static <E extends Enum<E>> Key.Constant<E> constant(
            String path, String description, Class<E> type, E otherwise) {
        return new Key.Constant<>(path, description, type, Names.all(type), otherwise);
    }
}
