package dev.lossline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests what the editor says about the keys of a document. It leaves no draft, which other tests would find. */
@ExtendWith(BrowserCondition.class)
class WebPageEditorIT {
    private static final String PLACE_CURSOR = """
        (() => {
          const editor = document.querySelector('#yaml');
          editor.focus();
          const place = editor.value.indexOf('%s');
          editor.setSelectionRange(place, place);
        })()\
        """;

    @RegisterExtension
    static final SharedPage page = new SharedPage();

    private final Browser browser = page.browser();

    @Test
    void explainsTheKeyAtTheCursorAndListsAllKeys() throws Exception {
        browser.go("/submit");
        browser.find("button.primary", "Submit 3 trials");
        browser.find("#key", "Place the cursor on a key");

        browser.js(PLACE_CURSOR.formatted("epochs"));
        browser.find("#key code", "training.epochs");
        assertThat(browser.find("#key").getText())
                .contains("Passes over the training split.", "whole number from 1 to 100000", "Default: 40");
        browser.js(PLACE_CURSOR.formatted("learningRate"));
        browser.find("#key code", "training.optimizer.learningRate");

        browser.find(".keys summary", "All keys").click();
        assertThat(browser.find(".keys table").getText())
                .contains("mnist, fashion-mnist", "training.optimizer.weightDecay", "reference.results.accuracy");
        browser.screenshot("submit-keys");
        browser.assertNothingWrong();
    }
}
