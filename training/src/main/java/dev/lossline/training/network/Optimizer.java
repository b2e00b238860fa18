package dev.lossline.training.network;

/**
 * How gradients change parameters: the optimizers of {@code torch.optim}, with the same formulas and defaults. See <a
 * href="https://docs.pytorch.org/docs/stable/optim.html">torch.optim</a>.
 */
public sealed interface Optimizer {

    /** The step size, above 0. */
    double learningRate();

    /**
     * {@code torch.optim.SGD}, with dampening 0. With gradient g, parameter p, and momentum buffer b that starts as the
     * first g: {@code g += weightDecay·p; b = momentum·b + g; p -= learningRate·b}, or for Nesterov
     * {@code p -= learningRate·(g + momentum·b)}.
     *
     * @param learningRate above 0
     * @param momentum in [0, 1]; 0 keeps no buffer
     * @param weightDecay L2 penalty, 0 or more
     * @param nesterov needs a momentum above 0
     */
    record Sgd(double learningRate, double momentum, double weightDecay, boolean nesterov) implements Optimizer {
        public Sgd {
            requireLearningRate(learningRate);
            requireWeightDecay(weightDecay);
            if (!(momentum >= 0 && momentum <= 1)) {
                throw new IllegalArgumentException("momentum is " + momentum + ", must be in [0, 1]");
            }
            if (nesterov && momentum == 0) {
                throw new IllegalArgumentException("nesterov is true while momentum is 0.0, it needs one above 0");
            }
        }

        /** Plain gradient descent: no momentum, no weight decay. */
        public static Sgd of(double learningRate) {
            return new Sgd(learningRate, 0, 0, false);
        }
    }

    /**
     * {@code torch.optim.Adam}: weight decay is added to the gradient (L2).
     *
     * @param learningRate above 0
     * @param beta1 decay of the mean of gradients, in [0, 1)
     * @param beta2 decay of the mean of squared gradients, in [0, 1)
     * @param epsilon added to the denominator, 0 or more
     * @param weightDecay 0 or more
     */
    record Adam(double learningRate, double beta1, double beta2, double epsilon, double weightDecay)
            implements Optimizer {
        public Adam {
            requireAdam(learningRate, beta1, beta2, epsilon, weightDecay);
        }

        /** PyTorch's defaults: betas 0.9 and 0.999, epsilon 1e-8, no weight decay. */
        public static Adam of(double learningRate) {
            return new Adam(learningRate, 0.9, 0.999, 1e-8, 0);
        }
    }

    /**
     * {@code torch.optim.AdamW}: weight decay shrinks the parameter itself,
     * {@code p -= learningRate·weightDecay·p}, before Adam's step.
     *
     * @param learningRate above 0
     * @param beta1 decay of the mean of gradients, in [0, 1)
     * @param beta2 decay of the mean of squared gradients, in [0, 1)
     * @param epsilon added to the denominator, 0 or more
     * @param weightDecay 0 or more
     */
    record AdamW(double learningRate, double beta1, double beta2, double epsilon, double weightDecay)
            implements Optimizer {
        public AdamW {
            requireAdam(learningRate, beta1, beta2, epsilon, weightDecay);
        }

        /** PyTorch's defaults: betas 0.9 and 0.999, epsilon 1e-8, weight decay 0.01. */
        public static AdamW of(double learningRate) {
            return new AdamW(learningRate, 0.9, 0.999, 1e-8, 0.01);
        }

        /** Adam with the same settings; they differ only in how the decay is applied. */
        public Adam asAdam() {
            return new Adam(learningRate, beta1, beta2, epsilon, weightDecay);
        }
    }

    private static void requireAdam(
            double learningRate, double beta1, double beta2, double epsilon, double weightDecay) {
        requireLearningRate(learningRate);
        requireBeta("beta1", beta1);
        requireBeta("beta2", beta2);
        if (!(epsilon >= 0 && Double.isFinite(epsilon))) {
            throw new IllegalArgumentException("epsilon is " + epsilon + ", must be 0 or more and finite");
        }
        requireWeightDecay(weightDecay);
    }

    private static void requireLearningRate(double learningRate) {
        if (!(learningRate > 0 && Double.isFinite(learningRate))) {
            throw new IllegalArgumentException("learningRate is " + learningRate + ", must be above 0 and finite");
        }
    }

    private static void requireWeightDecay(double weightDecay) {
        if (!(weightDecay >= 0 && Double.isFinite(weightDecay))) {
            throw new IllegalArgumentException("weightDecay is " + weightDecay + ", must be 0 or more and finite");
        }
    }

    private static void requireBeta(String name, double beta) {
        if (!(beta >= 0 && beta < 1)) {
            throw new IllegalArgumentException(name + " is " + beta + ", must be in [0, 1)");
        }
    }
}
