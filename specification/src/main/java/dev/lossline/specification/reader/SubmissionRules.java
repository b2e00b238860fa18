package dev.lossline.specification.reader;

import dev.lossline.specification.Optimizer;
import dev.lossline.specification.Training;
import dev.lossline.specification.TrialSpecification;
import dev.lossline.specification.violation.Checks;
import dev.lossline.specification.violation.InvalidSpecificationException;
import dev.lossline.specification.violation.Violation;
import dev.lossline.specification.violation.Violations;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rules that apply only to submissions. Experiments on the log were accepted under the rules of their time and are
 * recorded as they are.
 */
final class SubmissionRules {
    static final String NOT_INFINITE =
            "a number of at most 3.4e38, the largest 32-bit float: training uses 32-bit floats";
    static final String NOT_ZERO =
            "0 or a number of at least 1.4e-45 in size: training uses 32-bit floats, which round this to 0";

    /** The generator uses the low 32 bits of a seed, like PyTorch's. */
    private static final long SEED_MASK = 0xFFFF_FFFFL;

    private SubmissionRules() {}

    /** @throws InvalidSpecificationException if a trial would not behave as specified */
    static void check(TrialSpecification trial) {
        Checks checks = new Checks();
        checkFloats(trial.training().optimizer(), checks);
        Training training = trial.training();
        int examples = training.examples() == null ? Training.MAX_EXAMPLES : training.examples();
        checks.that(
                training.validationSplit() == 0 || training.heldOut() > 0,
                "training.validationSplit",
                training.validationSplit(),
                "0, or a fraction that holds out at least one of the " + examples + " examples");
        checks.require();
    }

    /** @throws InvalidSpecificationException if a number is not representable in the engine's 32-bit floats */
    static void check(Optimizer optimizer) {
        Checks checks = new Checks();
        checkFloats(optimizer, checks);
        checks.require();
    }

    private static void checkFloats(Optimizer optimizer, Checks checks) {
        checkFloat("learningRate", optimizer.learningRate(), checks);
        switch (optimizer) {
            case Optimizer.Sgd sgd -> {
                checkFloat("momentum", sgd.momentum(), checks);
                checkFloat("weightDecay", sgd.weightDecay(), checks);
            }
            case Optimizer.Adam adam ->
                checkMoments(adam.beta1(), adam.beta2(), adam.epsilon(), adam.weightDecay(), checks);
            case Optimizer.AdamW adam ->
                checkMoments(adam.beta1(), adam.beta2(), adam.epsilon(), adam.weightDecay(), checks);
        }
    }

    private static void checkMoments(double beta1, double beta2, double epsilon, double weightDecay, Checks checks) {
        checkFloat("beta1", beta1, checks);
        checkFloat("beta2", beta2, checks);
        checkFloat("epsilon", epsilon, checks);
        checkFloat("weightDecay", weightDecay, checks);
    }

    private static void checkFloat(String key, double value, Checks checks) {
        String field = "training.optimizer." + key;
        checks.that(!Float.isInfinite((float) value), field, value, NOT_INFINITE)
                .that((float) value != 0 || value == 0, field, value, NOT_ZERO);
    }

    /** Reports seeds that duplicate the trials of an earlier one; unreadable seeds are null. */
    static void checkSeeds(List<Long> seeds, Violations violations) {
        Map<Long, Integer> first = new HashMap<>();
        for (int i = 0; i < seeds.size(); i++) {
            Long seed = seeds.get(i);
            Integer earlier = seed == null ? null : first.putIfAbsent(seed & SEED_MASK, i);
            if (earlier != null) {
                violations.add(new Violation(
                        "seeds[" + i + "]",
                        seed.toString(),
                        seed.equals(seeds.get(earlier))
                                ? "each value once"
                                : "seeds that differ in their low 32 bits, which are all that is used: seeds[%d], %d, gives the same trial"
                                        .formatted(earlier, seeds.get(earlier))));
            }
        }
    }
}
