package dev.lossline.endtoend;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.WebElement;

/** Takes the screenshot in the README; run by {@code dashboard/take-screenshot}. */
@ExtendWith(BrowserCondition.class)
@EnabledIfSystemProperty(named = "lossline.screenshot", matches = "true")
class ScreenshotIT {
    private static final String DOCUMENT = """
            name: widths and learning rates
            training: { epochs: 60, examples: 4000, validationSplit: 0.1 }
            search:
              grid:
                model.hidden: [[], [64], [128, 64]]
                training.optimizer.learningRate: [0.2, 0.05, 0.01]
            seeds: [0, 1]
            """;

    @TempDir
    static Path home;

    @Test
    void takesTheScreenshot() throws Exception {
        try (TestStack stack = TestStack.up(home);
                Browser browser = Browser.open(stack.address(), home.resolve("profile"))) {
            browser.size(1360, 980);
            browser.go("/submit");
            browser.find("button.primary", "Submit 3 trials");
            browser.write(browser.find("#yaml"), DOCUMENT);
            browser.find("button.primary", "Submit 18 trials").click();
            browser.find(".connection.live");
            // Three trials before the last, most curves are shown and some still grow.
            for (int completed = 1; completed <= 14; completed++) {
                browser.until("document.querySelectorAll('.trials .state.completed').length >= " + completed);
            }
            browser.find(".choice label", "Log").click();
            WebElement over = browser.find(".chart .u-over");
            browser.actions()
                    .moveToElement(over, over.getSize().width / 6, over.getSize().height / 5)
                    .perform();
            browser.find(".reading");
            browser.screenshot("readme");
        }
    }
}
