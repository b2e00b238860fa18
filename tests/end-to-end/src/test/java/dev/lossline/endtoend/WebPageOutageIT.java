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

/** Tests the web page during and after an outage of the orchestrator. Must run last, because it restarts it with a token. */
@ExtendWith(BrowserCondition.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WebPageOutageIT {
    /** The progress of each experiment in the list. */
    private static final String PROGRESS =
            "[...document.querySelectorAll('.list [role=progressbar]')].map(bar => bar.ariaValueNow).join()";

    @RegisterExtension
    static final SharedPage page = new SharedPage();

    private final Browser browser = page.browser();

    @Test
    @Order(1)
    void showsALostConnectionAndContinuesTheCurveAfterwards() throws Exception {
        page.submit(SharedPage.SMALL.formatted("reconnected", 40_000));
        browser.until(SharedPage.POINTS + " > 5");
        page.stack().killOrchestrator();
        browser.find(".connection.lost");
        browser.screenshot("connection-lost");
        page.stack().start();
        browser.find(".connection.live");
        Object points = browser.js(SharedPage.POINTS);
        browser.until(SharedPage.POINTS + " > " + points + " + 20");
        // No epoch of the outage is missing.
        browser.until("document.querySelector('.canvas').chart.series"
                + ".every(({ epoch }) => epoch.every((each, i) => each === i + 1))");
        assertThat(browser.complaints()).allMatch(WebPageOutageIT::isExpected);
        browser.find(".actions button", "Pause").click();
        browser.find(".title .state.paused");
        browser.find(".actions button", "Resume").click();
        browser.find(".title .state.running");
    }

    @Test
    @Order(2)
    void listRecoversFromALostConnection() throws Exception {
        browser.go("/");
        browser.find(".list");
        page.stack().killOrchestrator();
        browser.find(".connection.lost");
        browser.find(".list");
        browser.screenshot("list-connection-lost");
        // The list works without a token, which is required for writing only.
        page.stack().start(Map.of("LOSSLINE_API_TOKEN", "secret"));
        browser.find(".connection.live");
        Object progress = browser.js(PROGRESS);
        browser.until(PROGRESS + " !== '" + progress + "'");
        assertThat(browser.complaints()).allMatch(WebPageOutageIT::isExpected);
    }

    @Test
    @Order(3)
    void asksForTheTokenIfTheServerRequiresIt() throws Exception {
        browser.go("/submit");
        // The preview already needs the token.
        browser.find("dialog[open] input").sendKeys("wrong", Keys.ENTER);
        browser.find("dialog[open] [role=alert]", "not accepted");
        assertThat(browser.inaccessible()).isEmpty();
        browser.screenshot("token");
        browser.find("dialog[open] input").sendKeys("secret", Keys.ENTER);
        browser.find("button.primary", "Submit 3 trials");

        // The page does not ask for the token again. Pausing frees the slots for the next experiment.
        browser.go("/");
        browser.find("[aria-label='Pause reconnected']").click();
        browser.find(".list .state.paused");
        browser.go("/submit");
        browser.find("button.primary", "Submit 3 trials");
        browser.write(browser.find("#yaml"), SharedPage.SMALL.formatted("guarded", 1));
        browser.find(".preview p", "3 epochs");
        browser.find("button.primary", "Submit 3 trials").click();
        browser.find("h1", "guarded");
        browser.find(".title .state.completed");
        // Chromium writes each response with status 401 to the console.
        assertThat(browser.complaints()).allMatch(each -> each.contains("401"));
    }

    /** Requests fail during the outage; a server that has just started may answer that its database is not available yet. */
    private static boolean isExpected(String complaint) {
        return complaint.contains("net::ERR_") || complaint.contains("status of 503");
    }
}
