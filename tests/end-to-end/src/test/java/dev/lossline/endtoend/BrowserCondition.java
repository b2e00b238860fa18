package dev.lossline.endtoend;

import static org.junit.jupiter.api.extension.ConditionEvaluationResult.disabled;
import static org.junit.jupiter.api.extension.ConditionEvaluationResult.enabled;

import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips a test class with a message if there is no browser; fails it if LOSSLINE_TEST_BROWSER=required or CI=true. */
final class BrowserCondition implements ExecutionCondition {
    private static final String SETTING = "LOSSLINE_TEST_BROWSER";
    private static final boolean REQUIRED =
            "required".equals(System.getenv(SETTING)) || "true".equals(System.getenv("CI"));

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<String> missing = Browser.missing();
        if (missing.isEmpty() || context.getTestMethod().isPresent()) {
            return enabled("a browser is installed");
        }
        if (REQUIRED) {
            throw new IllegalStateException("a browser is required, but there is " + missing.get());
        }
        // Maven does not print the reason.
        System.out.printf(
                "Skipped: %2$s, because there is %1$s. With %3$s=required this is a failure.%n",
                missing.get(), context.getDisplayName(), SETTING);
        return disabled(missing.get());
    }
}
