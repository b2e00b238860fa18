package dev.lossline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The web page as a person has it: a real browser, a real stack, real training. */
@ExtendWith(BrowserCondition.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WebPageIT {
    private static final String SMALL = """
            name: %s
            model: { hidden: [] }
            training: { epochs: %d, examples: 500, validationSplit: 0.2, optimizer: { learningRate: 0.05 } }
            search: { grid: { training.batchSize: [16, 64, 256] } }
            """;

    /** How many points of curves the page has. */
    static final String POINTS =
            "(document.querySelector('.canvas')?.chart?.series ?? []).reduce((sum, each) => sum + each.y.length, 0)";

    @TempDir
    static Path home;

    private static TestStack stack;
    private static Browser browser;

    @BeforeAll
    static void up() throws Exception {
        stack = TestStack.up(home);
        browser = Browser.open(stack.address(), home.resolve("profile"));
    }

    @AfterAll
    static void down() throws Exception {
        if (browser != null) {
            browser.close();
        }
        if (stack != null) {
            stack.close();
        }
    }

    @BeforeEach
    void plain() {
        browser.size(1280, 900);
        browser.dark(false);
    }

    @AfterEach
    void nothingIsWrong() {
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    @Order(1)
    void aWrongFieldIsNamedWithItsLineAndARightDocumentIsSubmittedAndWatched() throws Exception {
        browser.go("/");
        browser.find("h2", "No experiment yet");
        browser.assertNothingWrong();

        browser.find("a.primary", "Start with a ready one").click();
        browser.find("button.primary", "Submit 3 trials");
        WebElement editor = browser.find("#yaml");
        browser.write(editor, SMALL.formatted("wrong", 0));
        assertThat(browser.find(".wrong-list li").getText()).contains("training.epochs", "1 to 100000", "Line 3");
        browser.screenshot("submit-wrong");
        // What the preview refuses is an answer of 422, which Chromium writes to the console by itself.
        assertThat(browser.complaints()).allMatch(each -> each.contains("422"));
        assertThat(browser.inaccessible()).isEmpty();

        browser.write(editor, SMALL.formatted("watched", 300));
        browser.find(".preview p", "900 epochs");
        browser.find("button.primary", "Submit 3 trials").click();

        browser.find("h1", "watched");
        browser.find(".connection.live");
        browser.until(POINTS + " > 5");
        Object points = browser.js(POINTS);
        browser.until(POINTS + " > " + points + " + 20");
        browser.screenshot("experiment-live");
        browser.find(".state.completed");
        browser.until("document.querySelectorAll('.trials .state.completed').length === 3");
        browser.until(POINTS + " === 900");
        browser.assertNothingWrong();
    }

    @Test
    @Order(2)
    void aCurveIsNamedUnderThePointerAndWithTheArrowKeys() {
        openExperiment("watched");
        browser.until(POINTS + " === 900");
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
        browser.until(POINTS + " === 900");
        assertThat(browser.js("document.querySelector('input[value=seconds]').checked"))
                .isEqualTo(true);
    }

    @Test
    @Order(3)
    void trialsArePickedAndComparedSideBySide() throws Exception {
        openExperiment("watched");
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
    void aTrialShowsItsConfusionMatrixAndHowItWasMade() throws Exception {
        openExperiment("watched");
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
    void aLostConnectionShowsAndHealsAndTheCurveGoesOn() throws Exception {
        submit(SMALL.formatted("reconnected", 4000));
        browser.until(POINTS + " > 5");
        stack.killOrchestrator();
        browser.find(".connection.lost");
        browser.screenshot("connection-lost");
        stack.start();
        browser.find(".connection.live");
        Object points = browser.js(POINTS);
        browser.until(POINTS + " > " + points + " + 20");
        // No epoch is missing between those before and those after.
        browser.until("document.querySelector('.canvas').chart.series"
                + ".every(({ epoch }) => epoch.every((each, i) => each === i + 1))");
        assertThat(browser.complaints()).allMatch(each -> each.contains("net::ERR_"));
        browser.find(".actions button", "Pause").click();
        browser.find(".title .state.paused");
        browser.find(".actions button", "Resume").click();
        browser.find(".title .state.running");
    }

    @Test
    @Order(6)
    void everythingCanBeDoneWithTheKeyboard() {
        browser.go("/");
        browser.find(".list");
        browser.keys(Keys.TAB);
        assertThat(browser.js("document.activeElement.textContent")).isEqualTo("Skip to the content");
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
    @Order(7)
    void eachViewReadsWellInLightAndDarkAndAtPhoneWidth() throws Exception {
        String experiment = experimentPath("watched");
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
        browser.find("h2", "There is no such thing here");
        assertThat(browser.complaints()).allMatch(each -> each.contains("404"));
    }

    @Test
    @Order(8)
    void aCloneIsChangedAndStandsBesideWhatWasPublished() {
        openExperiment("watched");
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

    @Test
    @Order(9)
    void theTokenIsAskedForWhereTheServerWantsIt() throws Exception {
        browser.leave();
        stack.killOrchestrator();
        stack.start(Map.of("LOSSLINE_API_TOKEN", "secret"));
        browser.go("/submit");
        // The preview asks the server already.
        browser.find("dialog[open] input").sendKeys("wrong", Keys.ENTER);
        browser.find("dialog[open] [role=alert]", "not accepted");
        assertThat(browser.inaccessible()).isEmpty();
        browser.screenshot("token");
        browser.find("dialog[open] input").sendKeys("secret", Keys.ENTER);
        browser.find("button.primary", "Submit 3 trials");
        browser.write(browser.find("#yaml"), SMALL.formatted("guarded", 1));
        browser.find(".preview p", "3 epochs");
        browser.find("button.primary", "Submit 3 trials").click();
        browser.find("h1", "guarded");
        browser.find(".title .state.completed");
        // Chromium writes each answer of 401 to the console by itself.
        assertThat(browser.complaints()).allMatch(each -> each.contains("401"));
    }

    private static void submit(String document) {
        browser.go("/submit");
        browser.find("button.primary", "Submit 3 trials");
        browser.write(browser.find("#yaml"), document);
        browser.until("document.querySelector('[aria-busy=false]')");
        browser.find("button.primary", "Submit 3 trials").click();
        browser.find(".connection.live");
    }

    private static void openExperiment(String name) {
        browser.go(experimentPath(name));
        browser.find("h1", name);
    }

    private static String experimentPath(String name) {
        browser.go("/");
        return browser.find(".list a", name).getDomAttribute("href");
    }
}
