package dev.lossline.deploy;

import static org.junit.jupiter.api.extension.ConditionEvaluationResult.disabled;
import static org.junit.jupiter.api.extension.ConditionEvaluationResult.enabled;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** See {@link NeedsKustomize}. */
final class KustomizeCondition implements ExecutionCondition {
    private static final String SETTING = "LOSSLINE_TEST_KUSTOMIZE";

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (context.getTestMethod().isPresent()) {
            return enabled("its class is");
        }
        if (Kustomize.find().isPresent()) {
            return enabled("Kustomize is here");
        }
        String missing = "neither kustomize nor kubectl with Kustomize 5 here";
        if ("required".equals(System.getenv(SETTING))) {
            throw new IllegalStateException(SETTING + "=required, but " + missing);
        }
        // Maven counts the skipped and keeps the reason to itself.
        System.out.printf(
                "Skipped: %s. %s needs it; with %s=required this is a failure.%n",
                missing, context.getDisplayName(), SETTING);
        return disabled(missing);
    }
}
