package dev.lossline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.WebElement;

/** On a phone, a tablet and a wide screen: touch gestures, and no overflowing panels. */
@ExtendWith(BrowserCondition.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WebPageNarrowIT {
    private static final int[] WIDTHS = {390, 768, 1440};
    private static final String CHART = "document.querySelector('.canvas')?.chart";

    /** The elements that overflow their panel and cannot be scrolled into view. */
    private static final String OVERFLOWING = """
            [...document.querySelectorAll('.panel, .figures-row, .title, .filters')].flatMap((panel) => {
              const edge = panel.getBoundingClientRect().right + 1;
              return [...panel.querySelectorAll('*')]
                .filter((each) => each.getBoundingClientRect().right > edge && each.getBoundingClientRect().width > 1)
                .filter((each) => !each.closest('.unseen, .reading, svg'))
                .filter((each) => { for (let up = each.parentElement; up !== panel.parentElement; up = up.parentElement) if (['auto', 'scroll'].includes(getComputedStyle(up).overflowX)) return false; return true; })
                .map((each) => each.tagName + '.' + each.className);
            }).join()""";

    /** Tables that scroll and whose first column does not stay. */
    private static final String NOT_STICKY = """
            [...document.querySelectorAll('.scroll')].filter((each) => each.scrollWidth > each.clientWidth && each.querySelector('table:not(.confusion):not(.classes)'))
              .filter((each) => getComputedStyle(each.querySelector('tbody tr > *')).position !== 'sticky')
              .map((each) => each.ariaLabel).join()""";

    @RegisterExtension
    static final SharedPage page = new SharedPage();

    private final Browser browser = page.browser();
    private final TouchGestures fingers = browser.fingers();

    @AfterEach
    void noTouchScreen() {
        fingers.touchScreen(false);
    }

    @Test
    @Order(1)
    void fingersZoomMoveResetAndScroll() throws Exception {
        String path = page.experiment(SharedPage.WIDE_RANGE);
        fingers.touchScreen(true);
        browser.size(390, 800);
        browser.go(path);
        browser.until(CHART + "?.frames > 0 && document.querySelector('.scatter .u-over')");
        WebElement chart = browser.find(".chart .u-over");
        fingers.move(chart, new double[] {0.4, 0.5, 0.2, 0.5}, new double[] {0.6, 0.5, 0.8, 0.5});
        browser.until(CHART + ".zoom && " + CHART + ".zoom.max - " + CHART + ".zoom.min < 5");
        Object from = browser.js(CHART + ".zoom.min");
        fingers.move(chart, new double[] {0.3, 0.5, 0.7, 0.51});
        browser.until(CHART + ".zoom.min < " + from);
        Object zoom = browser.js("JSON.stringify(" + CHART + ".zoom)");
        Object scrolled = browser.js("scrollY");
        fingers.move(chart, new double[] {0.5, 0.9, 0.5, 0.1});
        browser.until("scrollY > " + scrolled + " + 50");
        assertThat(browser.js("JSON.stringify(" + CHART + ".zoom)")).isEqualTo(zoom);
        fingers.doubleTap(chart, 0.5, 0.5);
        browser.until(CHART + ".zoom === null");

        WebElement scatter = browser.find(".scatter .u-over");
        fingers.move(scatter, new double[] {0.02, 0.03, 0.45, 0.05});
        fingers.move(scatter, new double[] {0.02, 0.03, 0.6, 0.97});
        browser.until("location.search.includes('only=')");
    }

    @Test
    @Order(2)
    void tablesStayWithinTheirPanels() throws Exception {
        String experiment = page.experiment(SharedPage.WIDE_RANGE);
        List<String> views = List.of(
                "/",
                "/submit",
                experiment,
                experiment + "/compare?trials=1,2,3,4,5",
                experiment.replace("experiments", "trials") + ".3");
        for (int width : WIDTHS) {
            browser.size(width, 900);
            for (String view : views) {
                browser.go(view);
                browser.until("document.querySelector('.panel, .list')");
                browser.until("!document.querySelector('main').textContent.includes('Loading')");
                assertThat(browser.js(OVERFLOWING)).as(view + " at " + width).isEqualTo("");
                assertThat(browser.js(NOT_STICKY)).as(view + " at " + width).isEqualTo("");
                assertThat(browser.js("document.documentElement.scrollWidth <= " + width))
                        .as(view + " fits " + width)
                        .isEqualTo(true);
            }
        }
        browser.size(1440, 900);
        browser.go(experiment);
        browser.find(".trials tbody tr");
        assertThat(browser.js("document.querySelector('.trials').closest('.scroll').scrollWidth"
                        + " - document.querySelector('.trials').closest('.scroll').clientWidth"))
                .as("a wide window shows all columns")
                .isEqualTo(0L);
    }
}
