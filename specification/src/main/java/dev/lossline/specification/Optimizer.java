package dev.lossline.specification;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.lossline.specification.violation.Checks;

/**
 * How gradients change weights; each is the optimizer with the same name in {@code torch.optim}, with its formulas and
 * defaults.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/optim.html">torch.optim</a>
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Optimizer.Sgd.class, name = "sgd"),
    @JsonSubTypes.Type(value = Optimizer.Adam.class, name = "adam"),
    @JsonSubTypes.Type(value = Optimizer.AdamW.class, name = "adamw"),
})
public sealed interface Optimizer {
    /** The names of the optimizers in a document, in upper case. */
    enum Type {
        SGD,
        ADAM,
        ADAMW
    }

    /** Step size, greater than 0. */
    double learningRate();

    /**
     * Stochastic gradient descent: {@code torch.optim.SGD} with dampening 0. With gradient g, parameter p, and momentum
     * buffer b that starts as the first g: {@code g += weightDecay·p; b = momentum·b + g; p -= learningRate·b}, or for
     * Nesterov {@code p -= learningRate·(g + momentum·b)}.
     *
     * @param momentum the fraction of the previous step that is kept, 0 for none
     * @param weightDecay L2 penalty, 0 for none
     * @param nesterov Nesterov's momentum; requires {@code momentum} greater than 0
     */
    record Sgd(double learningRate, double momentum, double weightDecay, boolean nesterov) implements Optimizer {
        public Sgd {
            momentum = unsignedZero(momentum);
            weightDecay = unsignedZero(weightDecay);
            new Checks()
                    .within(ExperimentKeys.LEARNING_RATE, learningRate)
                    .within(ExperimentKeys.MOMENTUM, momentum)
                    .within(ExperimentKeys.L2_PENALTY, weightDecay)
                    .that(
                            !nesterov || momentum != 0,
                            "training.optimizer.nesterov",
                            true,
                            "false, or a momentum above 0")
                    .require();
        }

        /** Plain gradient descent: no momentum, no weight decay. */
        public static Sgd of(double learningRate) {
            return new Sgd(learningRate, 0, 0, false);
        }
    }

    /** {@code torch.optim.Adam}: weight decay is added to the gradient (L2). */
    record Adam(double learningRate, double beta1, double beta2, double epsilon, double weightDecay)
            implements Optimizer {
        public Adam {
            beta1 = unsignedZero(beta1);
            beta2 = unsignedZero(beta2);
            epsilon = unsignedZero(epsilon);
            weightDecay = unsignedZero(weightDecay);
            requireMoments(learningRate, beta1, beta2, epsilon, weightDecay);
        }

        /** The defaults of PyTorch. */
        public static Adam of(double learningRate) {
            return new Adam(
                    learningRate,
                    ExperimentKeys.BETA1.otherwise(),
                    ExperimentKeys.BETA2.otherwise(),
                    ExperimentKeys.EPSILON.otherwise(),
                    ExperimentKeys.L2_PENALTY.otherwise());
        }
    }

    /**
     * {@code torch.optim.AdamW}: weight decay shrinks the parameter itself, {@code p -= learningRate·weightDecay·p},
     * before Adam's step.
     */
    record AdamW(double learningRate, double beta1, double beta2, double epsilon, double weightDecay)
            implements Optimizer {
        public AdamW {
            beta1 = unsignedZero(beta1);
            beta2 = unsignedZero(beta2);
            epsilon = unsignedZero(epsilon);
            weightDecay = unsignedZero(weightDecay);
            requireMoments(learningRate, beta1, beta2, epsilon, weightDecay);
        }

        /** The defaults of PyTorch. */
        public static AdamW of(double learningRate) {
            return new AdamW(
                    learningRate,
                    ExperimentKeys.BETA1.otherwise(),
                    ExperimentKeys.BETA2.otherwise(),
                    ExperimentKeys.EPSILON.otherwise(),
                    ExperimentKeys.DECOUPLED_WEIGHT_DECAY.otherwise());
        }
    }

    /** -0.0 equals 0.0 as a number, but not in {@link Double#equals}, which is used to distinguish trials. */
    private static double unsignedZero(double value) {
        return value + 0.0;
    }

    private static void requireMoments(
            double learningRate, double beta1, double beta2, double epsilon, double weightDecay) {
        new Checks()
                .within(ExperimentKeys.LEARNING_RATE, learningRate)
                .within(ExperimentKeys.BETA1, beta1)
                .within(ExperimentKeys.BETA2, beta2)
                .within(ExperimentKeys.EPSILON, epsilon)
                .within(ExperimentKeys.DECOUPLED_WEIGHT_DECAY, weightDecay)
                .require();
    }
}
