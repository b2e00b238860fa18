package dev.lossline.specification;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.lossline.specification.violation.Checks;

/** How gradients change weights; each is the optimizer with the same name in {@code torch.optim}, with its defaults. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Optimizer.Sgd.class, name = "sgd"),
    @JsonSubTypes.Type(value = Optimizer.Adam.class, name = "adam"),
    @JsonSubTypes.Type(value = Optimizer.AdamW.class, name = "adamw"),
})
public sealed interface Optimizer {
    /** Step size, greater than 0. */
    double learningRate();

    /**
     * Stochastic gradient descent: {@code torch.optim.SGD}.
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
                    .positive("training.optimizer.learningRate", learningRate)
                    .fraction("training.optimizer.momentum", momentum)
                    .notNegative("training.optimizer.weightDecay", weightDecay)
                    .that(
                            !nesterov || momentum != 0,
                            "training.optimizer.nesterov",
                            true,
                            "false, or a momentum above 0")
                    .require();
        }
    }

    /** Adam with L2 penalty: {@code torch.optim.Adam}. */
    record Adam(double learningRate, double beta1, double beta2, double epsilon, double weightDecay)
            implements Optimizer {
        public Adam {
            beta1 = unsignedZero(beta1);
            beta2 = unsignedZero(beta2);
            epsilon = unsignedZero(epsilon);
            weightDecay = unsignedZero(weightDecay);
            requireMoments(learningRate, beta1, beta2, epsilon, weightDecay);
        }
    }

    /** Adam with decoupled weight decay: {@code torch.optim.AdamW}. */
    record AdamW(double learningRate, double beta1, double beta2, double epsilon, double weightDecay)
            implements Optimizer {
        public AdamW {
            beta1 = unsignedZero(beta1);
            beta2 = unsignedZero(beta2);
            epsilon = unsignedZero(epsilon);
            weightDecay = unsignedZero(weightDecay);
            requireMoments(learningRate, beta1, beta2, epsilon, weightDecay);
        }
    }

    /** -0.0 equals 0.0 as a number, but not in {@link Double#equals}, which is used to distinguish trials. */
    private static double unsignedZero(double value) {
        return value + 0.0;
    }

    private static void requireMoments(
            double learningRate, double beta1, double beta2, double epsilon, double weightDecay) {
        new Checks()
                .positive("training.optimizer.learningRate", learningRate)
                .fraction("training.optimizer.beta1", beta1)
                .fraction("training.optimizer.beta2", beta2)
                .notNegative("training.optimizer.epsilon", epsilon)
                .notNegative("training.optimizer.weightDecay", weightDecay)
                .require();
    }
}
