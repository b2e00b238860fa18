package dev.lossline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page shows, copies and clones specifications exactly as written. Runs between WebPageIT and WebPageOutageIT. */
@ExtendWith(BrowserCondition.class)
class WebPageKeepsIT {
    private static final String SEEDS = "[9007199254740993, 9223372036854775807, 7]";

    private static final String EDITOR = "document.querySelector('#yaml')?.value ?? ''";

    @RegisterExtension
    static final SharedPage page = new SharedPage();

    private final Browser browser = page.browser();

    @Test
    void seedsThatAJavaScriptNumberCannotHoldAreShownCopiedAndCloned() throws Exception {
        String id = page.stack().submit("""
                name: "1e-3: long seeds"
                model: {hidden: [1]}
                training: {epochs: 1, batchSize: 64, examples: 64}
                search: {grid: {training.optimizer.learningRate: [0.1, 0.2], training.epochs: [2, 1]}}
                seeds: %s
                """.formatted(SEEDS));

        browser.go("/experiments/" + id);
        browser.find("h1", "1e-3: long seeds");
        browser.find(".trials td", "9223372036854775807");
        browser.find(".trials td", "9007199254740993");
        assertThat(browser.js(
                        "[...document.querySelectorAll('.trials thead th')].map((each) => each.textContent).join()"))
                .asString()
                .containsSubsequence("learningRate", "epochs", "seed");

        browser.until("document.querySelector('section[aria-labelledby=specification] code')?.textContent");
        browser.js("navigator.clipboard.writeText = (text) => { window.copied = text; return Promise.resolve(); }");
        browser.find("section[aria-labelledby=specification] button", "Copy").click();
        browser.find("section[aria-labelledby=specification] button", "Copied");
        String copied = (String) browser.js("window.copied");
        assertThat(copied).contains("seeds: " + SEEDS, "\"1e-3: long seeds\"");

        browser.find(".actions button", "Clone").click();
        browser.until(EDITOR + ".includes('long seeds')");
        assertThat(browser.js(EDITOR)).isEqualTo(copied);
        browser.find(".preview td", "9223372036854775807");
        browser.find("button.primary", "Submit 12 trials").click();
        browser.until("/^.experiments.[0-9a-f-]{36}$/.test(location.pathname)");
        assertThat(browser.path()).doesNotContain(id);
        browser.find(".trials td", "9007199254740993");
        browser.until("document.querySelector('section[aria-labelledby=specification] code')?.textContent");
        assertThat(browser.js("document.querySelector('section[aria-labelledby=specification] code').textContent"))
                .isEqualTo(copied);
        browser.assertNothingWrong();
    }
}
