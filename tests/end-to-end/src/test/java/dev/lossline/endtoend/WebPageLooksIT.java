package dev.lossline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lossline.endtoend.Browser.Injection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.WebElement;

/** Charts and their table: every point, no label over another, legends, clicks, and the best trial first. */
@ExtendWith(BrowserCondition.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WebPageLooksIT {
    private static final int[] WIDTHS = {390, 768, 1440};
    private static final String CHART = "document.querySelector('.canvas')?.chart";

    /** Two hundred trials of one epoch. */
    private static final String ONE_EPOCH =
            """
            name: one epoch
            model: { hidden: [1] }
            training: { epochs: 1, batchSize: 64, examples: 64 }
            search: { grid: { training.optimizer.learningRate: [0.1, 0.01, 0.001, 0.0001] } }
            seeds: [%s]
            """.formatted(IntStream.range(0, 50).mapToObj(Integer::toString).collect(Collectors.joining(", ")));

    private static final String SINGLE_TRIAL = """
            name: lone
            training: { epochs: 1, examples: 500 }
            """;

    /** Trials whose point is not completely on the canvas at its position. */
    private static final String MISSING_POINTS = """
            (() => {
              const { plot, series, hover } = document.querySelector('.canvas').chart;
              const { width, height } = hover.canvas;
              const { data } = hover.canvas.getContext('2d').getImageData(0, 0, width, height);
              const margin = (width - plot.bbox.width) / 2;
              const inked = (x, y) => data[4 * (Math.round(y + margin) * width + Math.round(x + margin)) + 3] > 0;
              return series.filter(({ x, y }) => {
                const [left, top] = [plot.valToPos(x[0], 'x'), plot.valToPos(y[0], 'y')];
                return ![[-2, 0], [2, 0], [0, -2], [0, 2]].every(([dx, dy]) => inked(left + dx, top + dy));
              }).map(({ number }) => number).join();
            })()""";

    @RegisterExtension
    static final SharedPage page = new SharedPage();

    private final Browser browser = page.browser();

    @Test
    @Order(1)
    void anEpochIsAPointForAnyNumberOfTrials() throws Exception {
        for (int width : WIDTHS) {
            browser.size(width, 900);
            browser.go(page.experiment(SINGLE_TRIAL));
            browser.until(SharedPage.POINTS + " === 1 && " + CHART + ".hover?.points === 1");
            assertThat(browser.js(MISSING_POINTS)).as("alone at " + width).isEqualTo("");
            browser.go(page.experiment(ONE_EPOCH));
            browser.until(SharedPage.POINTS + " === 200 && " + CHART + ".hover?.points === 200");
            assertThat(browser.js(MISSING_POINTS)).as("of 200 at " + width).isEqualTo("");
        }
        browser.screenshot("one-epoch");
    }

    @Test
    @Order(2)
    void noLabelOfAChartOverlapsAnotherOrIsCutOff() throws Exception {
        try (Injection labels = browser.inject(Browser.script("labels"))) {
            for (String document : List.of(SharedPage.WIDE_RANGE, ONE_EPOCH, SINGLE_TRIAL)) {
                String path = page.experiment(document);
                browser.go(path);
                // The rate of 1000 makes a trial of SPREAD diverge to weights that are not finite.
                browser.find(".title .state.completed, .title .state.failed");
                for (int width : WIDTHS) {
                    browser.size(width, 900);
                    for (String view : List.of("", "?y=log&result=loss", "?x=seconds&result=seconds")) {
                        browser.go(path + view);
                        browser.until(CHART + "?.frames > 0 && window.labels().length > 4");
                        assertThat(browser.js("window.overlaps().join()"))
                                .as("%s%s at %d", document, view, width)
                                .isEqualTo("");
                    }
                }
            }
        }
    }

    @Test
    @Order(3)
    void noLabelOfAReportOverlapsAnotherEither() throws Exception {
        for (String document : List.of(SharedPage.WIDE_RANGE, ONE_EPOCH, SINGLE_TRIAL)) {
            String path = page.experiment(document);
            for (int width : WIDTHS) {
                browser.size(width, 900);
                browser.go("/api" + path + "/report");
                browser.find("figure svg");
                assertThat(browser.js("""
                        (() => {
                          const boxes = [...document.querySelectorAll('svg text')].map((each) => each.getBoundingClientRect());
                          return boxes.filter((one, i) => boxes.some((other, j) => j > i && one.left < other.right && other.left < one.right && one.top + 2 < other.bottom && other.top + 2 < one.bottom)).length;
                        })()""")).as("%s at %d", document, width).isEqualTo(0L);
                assertThat(browser.js("document.documentElement.scrollWidth <= " + width))
                        .as("%s fits %d", document, width)
                        .isEqualTo(true);
            }
        }
    }

    @Test
    @Order(4)
    void theLegendExplainsTheColours() throws Exception {
        browser.go(page.experiment(SharedPage.WIDE_RANGE));
        assertThat(browser.find(".legend").getText()).contains("hidden", "[16]", "[128, 64, 32, 16, 8]");
        browser.js("document.querySelector('.select select').value = 'accuracy'");
        browser.js("document.querySelector('.select select').dispatchEvent(new Event('change', { bubbles: true }))");
        browser.until("document.querySelectorAll('.legend .ramp').length === 1");
        assertThat(browser.find(".legend").getText()).contains("Test accuracy", "%");
    }

    @Test
    @Order(5)
    void clickOpensTheTrialOfACurveButDoubleClickDoesNot() throws Exception {
        browser.go(page.experiment(SharedPage.WIDE_RANGE));
        browser.find(".choice label", "Log").click();
        browser.until(CHART + "?.frames > 1");
        moveTo(3, 5).perform();
        String trial = browser.find(".chart .reading strong").getText();
        browser.actions().click().perform();
        browser.find("h1", trial);
        assertThat(browser.path()).startsWith("/trials/").endsWith("." + trial.replace("Trial ", ""));

        browser.go(page.experiment(SharedPage.WIDE_RANGE));
        browser.until(CHART + "?.frames > 0");
        browser.drag(browser.find(".chart .u-over"), 0.2, 0.5, 0.6, 0.6);
        browser.until(CHART + "?.zoom");
        moveTo(3, 5).doubleClick().perform();
        browser.until(CHART + "?.zoom === null");
        assertThat(browser.path()).contains("/experiments/");
        WebElement point = browser.find(".scatter .u-over");
        List<?> place = (List<?>) browser.js("""
                (() => { const { plot, data, points } = document.querySelector('.scatter .u-over').closest('.scatter').firstChild.chart;
                  return [plot.valToPos(data[1][0][0], 'x') - plot.over.clientWidth / 2, plot.valToPos(data[1][1][0], 'y') - plot.over.clientHeight / 2, points.length]; })()""");
        browser.js("document.querySelector('.scatter').scrollIntoView({ block: 'center' })");
        browser.actions()
                .moveToElement(point, whole(place.get(0)), whole(place.get(1)))
                .click()
                .perform();
        browser.find("h1", "Trial ");
    }

    private org.openqa.selenium.interactions.Actions moveTo(int series, int epoch) {
        WebElement over = browser.find(".chart .u-over");
        browser.js("document.querySelector('.chart').scrollIntoView({ block: 'center' })");
        List<?> place = (List<?>) browser.js("""
                (() => { const { plot, series } = document.querySelector('.canvas').chart; const { x, y } = series[%d];
                  return [plot.valToPos(x[%2$d], 'x') - plot.over.clientWidth / 2, plot.valToPos(y[%2$d], 'y') - plot.over.clientHeight / 2]; })()""".formatted(series, epoch));
        return browser.actions().moveToElement(over, whole(place.get(0)), whole(place.get(1)));
    }

    private static int whole(Object number) {
        return (int) Math.round(((Number) number).doubleValue());
    }

    @Test
    @Order(6)
    void aMetricSortsBestFirst() throws Exception {
        browser.go(page.experiment(SharedPage.WIDE_RANGE));
        browser.find(".sort", "Test accuracy").click();
        browser.until("document.querySelector('.trials tbody tr.best') === document.querySelector('.trials tbody tr')");
        assertThat(browser.path()).contains("sort=-accuracy");
        browser.find(".sort", "Validation loss").click();
        browser.until("location.search.includes('sort=validationLoss')");
        assertThat(browser.js("""
                (() => {
                  const column = [...document.querySelectorAll('.trials thead th')].findIndex((each) => each.textContent.startsWith('Validation loss'));
                  const values = [...document.querySelectorAll('.trials tbody tr')].map((row) => Number(row.children[column].textContent)).filter((value) => !Number.isNaN(value));
                  return values.every((value, i) => i === 0 || values[i - 1] <= value);
                })()""")).isEqualTo(true);
        browser.find(".sort", "Validation loss").click();
        browser.until("location.search.includes('sort=-validationLoss')");
    }
}
