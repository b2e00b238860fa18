package dev.lossline.endtoend;

import static org.junit.jupiter.api.extension.ConditionEvaluationResult.disabled;
import static org.junit.jupiter.api.extension.ConditionEvaluationResult.enabled;

import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips a class where there is no browser, and says so; with LOSSLINE_TEST_BROWSER=required that is a failure. */
final class BrowserCondition implements ExecutionCondition {
    private static final String SETTING = "LOSSLINE_TEST_BROWSER";
    private static final boolean REQUIRED =
            "required".equals(System.getenv(SETTING)) || "true".equals(System.getenv("CI"));

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<String> missing = Browser.missing();
        if (missing.isEmpty() || context.getTestMethod().isPresent()) {
            return enabled("there is a browser");
        }
        if (REQUIRED) {
            throw new IllegalStateException("A browser is required, but there is " + missing.get());
        }
        // Maven counts the skipped and keeps the reason to itself.
        System.out.printf(
                "Skipped: %s. %s needs it; with %s=required this is a failure.%n",
                missing.get(), context.getDisplayName(), SETTING);
        return disabled(missing.get());
    }
}
