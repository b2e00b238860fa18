package dev.lossline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** Tests the main tasks on the web page: submit, watch, zoom, compare. */
@ExtendWith(BrowserCondition.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WebPageIT {
    /** The numbers of the trials whose curves are dimmed. */
    private static final String DIMMED_CURVES = "(document.querySelector('.canvas')?.chart?.series ?? [])"
            + ".filter(({ dim }) => dim).map(({ number }) => number).sort().join()";

    private static final String ZOOM = "document.querySelector('.canvas')?.chart?.zoom";

    @RegisterExtension
    static final SharedPage page = new SharedPage();

    private final Browser browser = page.browser();

    @Test
    @Order(1)
    void showsTheLineOfAnInvalidFieldAndSubmitsAValidDocument() throws Exception {
        browser.go("/");
        browser.find("h2", "No experiments yet");
        browser.assertNothingWrong();

        browser.find("a.primary", "Start from an example").click();
        browser.find("button.primary", "Submit 3 trials");
        WebElement editor = browser.find("#yaml");
        browser.write(editor, SharedPage.SMALL.formatted("wrong", 0));
        assertThat(browser.find(".wrong-list li").getText()).contains("training.epochs", "1 to 100000", "Line 3");
        browser.screenshot("submit-wrong");
        browser.write(editor, "name: a\nseeds: [1, 2\n");
        assertThat(browser.find(".wrong-list li", "never closed").getText()).contains("Line 2, column 8");
        assertThat(browser.find(".gutter .wrong").getText()).isEqualTo("2");
        // Chromium writes responses of the preview with status 422 or 400 to the console.
        assertThat(browser.complaints()).allMatch(each -> each.contains("422") || each.contains("400"));
        assertThat(browser.inaccessible()).isEmpty();

        browser.write(editor, SharedPage.SMALL.formatted("watched", 300));
        browser.find(".preview p", "900 epochs");
        browser.find("button.primary", "Submit 3 trials").click();

        browser.find("h1", "watched");
        browser.find(".connection.live");
        browser.until(SharedPage.POINTS + " > 5");
        Object points = browser.js(SharedPage.POINTS);
        browser.until(SharedPage.POINTS + " > " + points + " + 20");
        browser.screenshot("experiment-live");
        browser.find(".state.completed");
        browser.until("document.querySelectorAll('.trials .state.completed').length === 3");
        browser.until(SharedPage.POINTS + " === 900");
        browser.assertNothingWrong();
    }

    @Test
    @Order(2)
    void namesTheCurveUnderThePointerAndWithArrowKeys() {
        page.openExperiment("watched");
        browser.until(SharedPage.POINTS + " === 900");
        WebElement over = browser.find(".chart .u-over");
        browser.actions()
                .moveToElement(over, over.getSize().width / 2 - 30, over.getSize().height / 2 - 20)
                .perform();
        assertThat(browser.find(".reading").getText()).contains("Trial", "batchSize", "epoch");
        browser.actions().moveToElement(browser.find("h1")).perform();
        browser.js("document.querySelector('.chart').focus()");
        browser.keys(Keys.END, Keys.ARROW_LEFT);
        assertThat(browser.find(".reading", "epoch 299").getText()).contains("Trial 1", "batchSize 16");
        browser.keys(Keys.ARROW_DOWN);
        browser.find(".reading", "Trial 2");
        browser.find(".choice label", "Seconds").click();
        browser.find(".choice label", "Log").click();
        browser.find(".choice label", "Validation accuracy").click();
        assertThat(browser.path()).contains("x=seconds", "y=log", "metric=validationAccuracy");
        browser.go(browser.path());
        browser.until(SharedPage.POINTS + " === 900");
        assertThat(browser.js("document.querySelector('input[value=seconds]').checked"))
                .isEqualTo(true);
    }

    @Test
    @Order(3)
    void comparesSelectedTrialsSideBySide() throws Exception {
        page.openExperiment("watched");
        browser.find("[aria-label='Compare trial 1']").click();
        browser.find("[aria-label='Compare trial 3']").click();
        browser.find("a.primary", "Compare 2 trials").click();
        browser.find("h1", "Trials 1, 3");
        assertThat(browser.find(".compare .differs").getText()).isEqualTo("training.batchSize 16 256");
        browser.find("[aria-label='Confusion matrix of trial 3'] .confusion");
        browser.screenshot("compare");
        browser.assertNothingWrong();
    }

    @Test
    @Order(4)
    void showsTheConfusionMatrixAndOriginOfATrial() throws Exception {
        page.openExperiment("watched");
        browser.find(".trials a", "Trial 2").click();
        browser.find("h1", "Trial 2");
        WebElement cell = browser.find(".confusion td.miss button");
        String label = cell.getDomAttribute("aria-label");
        cell.click();
        assertThat(browser.find(".examples h3").getText()).isEqualTo(label);
        browser.until("document.querySelector('.examples img')?.naturalWidth === 28");
        browser.find("#provenance + *, section[aria-labelledby=provenance]");
        assertThat(browser.find("section[aria-labelledby=provenance]").getText())
                .contains("PyTorch", "the beginning");
        assertThat(browser.find("section[aria-labelledby=model] pre").getText()).contains("nn.Linear(784, 10)");
        browser.screenshot("trial");
        browser.assertNothingWrong();
    }

    @Test
    @Order(5)
    void selectsTrialsByARectangleInTheParametersPlotAndResetsOnClick() throws Exception {
        page.openExperiment("watched");
        WebElement over = browser.find(".scatter .u-over");
        browser.drag(over, 0.01, 0.01, 0.6, 0.99);
        browser.until(DIMMED_CURVES + " === '3'");
        browser.until("document.querySelectorAll('.trials tbody tr').length === 2");
        assertThat(browser.path()).endsWith("?only=1-2");
        browser.screenshot("brushed");
        browser.assertNothingWrong();
        browser.go(browser.path());
        browser.until(DIMMED_CURVES + " === '3'");

        // The layout is stable once the curves are drawn.
        browser.until(SharedPage.POINTS + " === 900");
        // In a corner, because a click on a point opens its trial.
        browser.click(browser.find(".scatter .u-over"), 0.02, 0.02);
        browser.until(DIMMED_CURVES + " === ''");
        browser.js("document.querySelector('.scatter').focus()");
        browser.keys(Keys.END);
        assertThat(browser.find(".scatter .reading").getText()).contains("Trial 3", "batchSize 256");
        browser.keys(Keys.ENTER);
        browser.until(DIMMED_CURVES + " === '1,2'");
        browser.keys(Keys.ESCAPE);
        browser.until(DIMMED_CURVES + " === ''");
    }

    @Test
    @Order(6)
    void keepsTheZoomWhenThemeOrScaleChanges() {
        page.openExperiment("watched");
        browser.until(SharedPage.POINTS + " === 900");
        browser.drag(browser.find(".chart .u-over"), 0.2, 0.5, 0.4, 0.6);
        browser.until(ZOOM + "?.min > 30");
        Object zoom = browser.js(ZOOM + ".min");
        browser.find(".choice label", "Log").click();
        browser.dark(true);
        browser.until("document.querySelector('.canvas').chart.view.dark");
        assertThat(browser.js(ZOOM + ".min")).isEqualTo(zoom);
        browser.js("document.querySelector('.chart').focus()");
        browser.keys("-");
        browser.until(ZOOM + "?.min < " + zoom);
        browser.keys("0");
        browser.until(ZOOM + " === null");
    }

    @Test
    @Order(7)
    void listShowsNewExperimentsAndTheirProgress() throws Exception {
        browser.go("/");
        browser.find(".connection.live");
        page.stack().submit(SharedPage.SMALL.formatted("from elsewhere", 5));
        browser.find(".list a", "from elsewhere");
        browser.until("document.querySelector('.list tbody tr').innerText.includes('3 completed')");
        browser.until("document.querySelector('.list tbody .state').innerText.includes('completed')");
        browser.assertNothingWrong();
    }

    @Test
    @Order(8)
    void worksWithTheKeyboardOnly() {
        browser.go("/");
        browser.find(".list");
        browser.keys(Keys.TAB);
        assertThat(browser.js("document.activeElement.textContent")).isEqualTo("Skip to content");
        browser.keys(Keys.TAB, Keys.TAB, Keys.TAB, Keys.ENTER);
        browser.find("h1", "New experiment");
        browser.find("button.primary", "Submit 3 trials");
        browser.js("document.querySelector('#yaml').focus()");
        browser.actions()
                .keyDown(Keys.CONTROL)
                .sendKeys(Keys.ENTER)
                .keyUp(Keys.CONTROL)
                .perform();
        browser.find("h1", "quickstart");
        browser.find(".connection.live");
        browser.js(
                "[...document.querySelectorAll('.actions button')].find(each => each.textContent === 'Pause').focus()");
        browser.keys(Keys.ENTER);
        browser.find(".title .state.paused");
    }

    @Test
    @Order(9)
    void everyViewIsReadableInBothThemesAndAtPhoneWidth() throws Exception {
        String experiment = page.experimentPath("watched");
        Map<String, String> views = Map.of(
                "experiments",
                "/",
                "experiment",
                experiment,
                "trial",
                experiment.replace("experiments", "trials") + ".1",
                "compare",
                experiment + "/compare?trials=1,2",
                "submit",
                "/submit");
        for (boolean dark : new boolean[] {false, true}) {
            browser.dark(dark);
            for (var view : views.entrySet()) {
                for (int width : new int[] {1280, 390}) {
                    browser.size(width, 900);
                    browser.go(view.getValue());
                    browser.find("h1");
                    browser.until("document.querySelector('.panel, .list')");
                    browser.screenshot(view.getKey() + (dark ? "-dark" : "") + (width < 500 ? "-phone" : ""));
                    assertThat(browser.inaccessible()).as(view.getKey()).isEmpty();
                    assertThat(browser.js("document.documentElement.scrollWidth <= " + width))
                            .as(view.getKey() + " fits " + width)
                            .isEqualTo(true);
                }
            }
        }
        browser.go("/experiments/00000000-0000-0000-0000-000000000000");
        browser.find("h2", "Not found");
        // Leaving the page aborts its other requests, each of which logs a 404 to the console.
        browser.go("/");
        browser.find("h1");
        assertThat(browser.complaints()).allMatch(each -> each.contains("404"));
    }

    @Test
    @Order(10)
    void submitsAChangedCloneAndShowsReferenceValues() {
        page.openExperiment("watched");
        browser.find(".actions button", "Clone").click();
        browser.find("h1", "Clone an experiment");
        browser.until("document.querySelector('#yaml').value.includes('watched')");
        String document = (String) browser.js("document.querySelector('#yaml').value");
        browser.write(
                browser.find("#yaml"),
                document.replace("watched", "cloned")
                                .replaceFirst("epochs: 300", "epochs: 20")
                                .stripTrailing()
                        + """

                        reference:
                          source: a paper
                          results:
                            - { where: { training.batchSize: 16 }, loss: 0.5, accuracy: 0.8 }
                        """);
        browser.find(".preview p", "60 epochs");
        browser.find("button.primary", "Submit 3 trials").click();
        browser.find("h1", "cloned");
        browser.find(".title .state.completed");
        assertThat(browser.find("section[aria-labelledby=reference]", "Trial 1").getText())
                .contains("a paper", "batchSize 16", "0.5", "80")
                .doesNotContain("Trial 2");
        browser.assertNothingWrong();
    }
}
