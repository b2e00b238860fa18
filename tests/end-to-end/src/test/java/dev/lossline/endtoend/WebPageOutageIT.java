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

/** What the page does while the orchestrator is away, and afterwards. Runs last: the one that is there then has a token. */
@ExtendWith(BrowserCondition.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WebPageOutageIT {
    /** How much of each experiment of the list is done. */
    private static final String PROGRESS =
            "[...document.querySelectorAll('.list [role=progressbar]')].map(bar => bar.ariaValueNow).join()";

    @RegisterExtension
    static final SharedPage page = new SharedPage();

    private final Browser browser = page.browser();

    @Test
    @Order(1)
    void aLostConnectionShowsAndHealsAndTheCurveGoesOn() throws Exception {
        page.submit(SharedPage.SMALL.formatted("reconnected", 40_000));
        browser.until(SharedPage.POINTS + " > 5");
        page.stack().killOrchestrator();
        browser.find(".connection.lost");
        browser.screenshot("connection-lost");
        page.stack().start();
        browser.find(".connection.live");
        Object points = browser.js(SharedPage.POINTS);
        browser.until(SharedPage.POINTS + " > " + points + " + 20");
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
    @Order(2)
    void theListHealsToo() throws Exception {
        browser.go("/");
        browser.find(".list");
        page.stack().killOrchestrator();
        browser.find(".connection.lost");
        browser.find(".list");
        browser.screenshot("list-connection-lost");
        // The token is asked of who writes, and the list only reads.
        page.stack().start(Map.of("LOSSLINE_API_TOKEN", "secret"));
        browser.find(".connection.live");
        Object progress = browser.js(PROGRESS);
        browser.until(PROGRESS + " !== '" + progress + "'");
        assertThat(browser.complaints()).allMatch(each -> each.contains("net::ERR_"));
    }

    @Test
    @Order(3)
    void theTokenIsAskedForWhereTheServerWantsIt() throws Exception {
        browser.go("/submit");
        // The preview asks the server already.
        browser.find("dialog[open] input").sendKeys("wrong", Keys.ENTER);
        browser.find("dialog[open] [role=alert]", "not accepted");
        assertThat(browser.inaccessible()).isEmpty();
        browser.screenshot("token");
        browser.find("dialog[open] input").sendKeys("secret", Keys.ENTER);
        browser.find("button.primary", "Submit 3 trials");

        // It is not asked for again, and what was paused makes room for another.
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
        // Chromium writes each answer of 401 to the console by itself.
        assertThat(browser.complaints()).allMatch(each -> each.contains("401"));
    }
}
