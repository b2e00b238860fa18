package dev.lossline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lossline.endtoend.Browser.Injection;
import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Invalid responses, failing parts, drafts and unknown addresses. */
@ExtendWith(BrowserCondition.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WebPageMishapsIT {
    private static final int SEEDS = 6;

    @RegisterExtension
    static final SharedPage page = new SharedPage();

    private final Browser browser = page.browser();

    @Test
    @Order(1)
    void headerBadgeAndCurvesAreConsistent() throws Exception {
        String id = page.stack().submit(SharedPage.SMALL.formatted("mishaps", 400));
        browser.go("/experiments/" + id);
        browser.find(".figures-row");
        // Measured in the page, frame by frame: the lag of the header behind the curves and of the badge behind the
        // table.
        browser.js("""
                (() => {
                  let [curves, header, table] = [0, 0, 0];
                  const look = (now) => {
                    const points = (document.querySelector('.canvas')?.chart?.series ?? []).reduce((sum, each) => sum + each.y.length, 0);
                    if (points === 1200) curves ||= now;
                    if (curves && document.querySelector('.figures-row [role=progressbar]').ariaValueNow === '100') header ||= now;
                    const rows = [...document.querySelectorAll('.trials tbody tr')];
                    if (rows.filter((row) => row.children[row.children.length - 2].textContent.includes('%')).length === 3) table ||= now;
                    if (header && table && document.querySelector('.title .state').textContent.includes('completed')) window.lag = [header - curves, now - table];
                    else requestAnimationFrame(look);
                  };
                  requestAnimationFrame(look);
                })()""");
        browser.until("window.lag");
        List<?> lag = (List<?>) browser.js("window.lag");
        assertThat(lag)
                .allSatisfy(each -> assertThat(((Number) each).doubleValue()).isLessThan(1_000));
    }

    @Test
    @Order(2)
    void formattersAndShapesAcceptAnyValue() throws Exception {
        browser.go("/");
        assertThat((List<?>) browser.js(Browser.script("total"))).isEmpty();
    }

    @Test
    @Order(3)
    void everyViewRendersForAnyResponse() throws Exception {
        String experiment = page.experimentPath("mishaps");
        List<String> views = List.of(
                "/",
                experiment,
                experiment + "/compare?trials=1,3",
                experiment.replace("experiments", "trials") + ".2",
                "/submit?from=" + experiment.substring(experiment.lastIndexOf('/') + 1));
        for (int seed = 1; seed <= SEEDS; seed++) {
            try (Injection hostile = browser.inject(Browser.script("hostile", seed, 0.04 * seed))) {
                for (String view : views) {
                    browser.go(view);
                    browser.until("document.querySelector('main')?.innerText.length > 20 && window.settled()");
                    assertThat(browser.js("window.faults.join()"))
                            .as("%s, seed %d", view, seed)
                            .isEqualTo("");
                    assertThat(browser.js(
                                    "[...document.querySelectorAll('.broken')].map((each) => each.innerText).join()"))
                            .as("%s, seed %d", view, seed)
                            .isEqualTo("");
                    assertThat(browser.all("header.top")).hasSize(1);
                }
            }
        }
        // The server rejects values from such responses, which Chromium logs to the console.
        assertThat(browser.complaints()).allMatch(each -> each.contains("the server responded with a status of 4"));
    }

    @Test
    @Order(4)
    void aFailedPartShowsItsError() throws Exception {
        String experiment = page.experimentPath("mishaps");
        try (Injection old = browser.inject("""
                window.kept = [window.IntersectionObserver, window.ResizeObserver];
                delete window.IntersectionObserver; delete window.ResizeObserver;""")) {
            browser.go(experiment);
            assertThat(browser.find(".broken", "Trials").getText()).contains("This part cannot be shown");
            assertThat(browser.find(".broken", "Curves").getText()).contains("ResizeObserver", "Reload the page");
            browser.find("h1", "mishaps");
            browser.find(".title .state.completed");
            browser.find("section[aria-labelledby=specification]");
            browser.screenshot("broken-parts");
            assertThat(browser.inaccessible()).isEmpty();
            assertThat(browser.complaints()).isNotEmpty().allMatch(each -> each.contains("Observer"));

            browser.js("[window.IntersectionObserver, window.ResizeObserver] = window.kept");
            for (int broken = browser.all(".broken").size(); broken > 0; broken--) {
                browser.find(".broken button", "Try again").click();
                browser.until("document.querySelectorAll('.broken').length < " + broken);
            }
            browser.find(".trials tbody tr");
            browser.until(SharedPage.POINTS + " === 1200");
            assertThat(browser.all(".broken")).isEmpty();
        }
    }

    @Test
    @Order(5)
    void aDraftSurvivesNavigationReloadAndAnotherTemplate() {
        browser.go("/submit");
        browser.find("button.primary", "Submit 3 trials");
        browser.write(browser.find("#yaml"), SharedPage.SMALL.formatted("my draft", 7));
        browser.find(".preview p", "21 epochs");

        browser.find(".top nav a", "Experiments").click();
        browser.find(".list");
        browser.find("a.primary", "New experiment").click();
        assertDraft();
        browser.go("/submit");
        assertDraft();

        browser.js("document.querySelector('.select select').value = 'part-1-epochs'");
        browser.js("document.querySelector('.select select').dispatchEvent(new Event('change', { bubbles: true }))");
        browser.until(
                "document.querySelector('#yaml').value.includes('epochs') && !document.querySelector('#yaml').value.includes('my draft')");
        browser.find(".drafts summary", "1 other draft").click();
        assertThat(browser.find(".drafts li").getText()).contains("my draft", "ago");
        browser.find(".drafts button", "Open").click();
        assertDraft();

        browser.find(".notice.draft button", "Discard").click();
        browser.answer(false);
        assertDraft();
        browser.find("button.primary", "Submit 3 trials").click();
        browser.find("h1", "my draft");
        browser.go("/submit");
        browser.until("document.querySelector('#yaml').value.includes('quickstart')");
        assertThat(browser.all(".notice.draft, .drafts")).isEmpty();
    }

    private void assertDraft() {
        browser.until("document.querySelector('#yaml')?.value.includes('my draft')");
        browser.find(".notice.draft", "Your draft was restored");
    }

    @Test
    @Order(6)
    void aComparisonShowsValidationResultsAndUnknownTrials() {
        String experiment = page.experimentPath("mishaps");
        browser.go(experiment + "/compare?trials=1,99,3,x,1");
        browser.find("h1", "Trials 1, 3");
        assertThat(browser.find(".notice").getText())
                .contains("trials 1 to 3", "99, x")
                .doesNotContain("1,");
        assertThat(browser.find(".compare").getText()).contains("Validation loss", "Validation accuracy");
        browser.go(experiment + "/compare?trials=50");
        browser.find("h2", "No trials selected");
        assertThat(browser.find(".notice").getText()).contains("50");
    }

    @Test
    @Order(7)
    void aCellShowsTheNumberOfItsExamples() {
        browser.go(page.experimentPath("mishaps").replace("experiments", "trials") + ".3");
        browser.find(".confusion td.miss button");
        browser.js(
                "[...document.querySelectorAll('.confusion td.miss button')].find((each) => Number(each.textContent.replace(',', '')) > 12).click()");
        assertThat(browser.find(".examples", " shown").getText()).containsPattern("12 of [0-9,]+ shown");
        assertThat(browser.all(".examples img")).hasSize(12);
    }

    @Test
    @Order(8)
    void anUnknownAddressIsAPageWithLinks() throws Exception {
        browser.go("/experiment/nothing");
        browser.find("h1", "Page not found");
        assertThat(browser.find("main").getText()).contains("/experiment/nothing");
        assertThat(browser.inaccessible()).isEmpty();
        browser.find("main a", "Experiments").click();
        browser.find(".list");
        assertThat(browser.complaints()).allMatch(each -> each.contains("404"));
    }

    @Test
    @Order(9)
    void ignoresInvalidStateInTheAddress() {
        String experiment = page.experimentPath("mishaps");
        browser.go(
                experiment + "?metric=nothing&x=y&y=z&colour=none&result=toString&sort=-constructor&only=a-b&pick=q");
        browser.until(SharedPage.POINTS + " === 1200");
        browser.find(".trials tbody tr");
        assertThat(browser.all(".broken")).isEmpty();
    }
}
