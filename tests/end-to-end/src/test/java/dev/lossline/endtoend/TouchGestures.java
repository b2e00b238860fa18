package dev.lossline.endtoend;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.openqa.selenium.Rectangle;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;

/** Simulates fingers on the page with Chromium's touch events. */
final class TouchGestures {
    private final ChromeDriver driver;

    TouchGestures(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Switches the emulation of a touch screen on or off. */
    void touchScreen(boolean enabled) {
        driver.executeCdpCommand(
                "Emulation.setTouchEmulationEnabled", Map.of("enabled", enabled, "maxTouchPoints", enabled ? 2 : 1));
    }

    /** Moves fingers on an element, each given as {@code fromX, fromY, toX, toY} in fractions of its width and height. */
    void move(WebElement element, double[]... fingers) {
        Rectangle box = box(element);
        touch("touchStart", box, fingers, 0);
        for (double done = 0.2; done < 1.1; done += 0.2) {
            touch("touchMove", box, fingers, done);
        }
        driver.executeCdpCommand("Input.dispatchTouchEvent", Map.of("type", "touchEnd", "touchPoints", List.of()));
    }

    void doubleTap(WebElement element, double x, double y) {
        Rectangle box = box(element);
        for (int tap = 0; tap < 2; tap++) {
            touch("touchStart", box, new double[][] {{x, y, x, y}}, 0);
            driver.executeCdpCommand("Input.dispatchTouchEvent", Map.of("type", "touchEnd", "touchPoints", List.of()));
        }
    }

    private void touch(String type, Rectangle box, double[][] fingers, double done) {
        List<Map<String, Object>> points = new ArrayList<>();
        for (double[] finger : fingers) {
            points.add(Map.of(
                    "id", points.size(),
                    "x", box.x + box.width * (finger[0] + done * (finger[2] - finger[0])),
                    "y", box.y + box.height * (finger[1] + done * (finger[3] - finger[1]))));
        }
        driver.executeCdpCommand("Input.dispatchTouchEvent", Map.of("type", type, "touchPoints", points));
    }

    /** Scrolls an element into view and returns its position in the window. */
    private Rectangle box(WebElement element) {
        driver.executeScript("arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })", element);
        List<?> box = (List<?>) driver.executeScript(
                "const { x, y, width, height } = arguments[0].getBoundingClientRect(); return [x, y, height, width]",
                element);
        int[] sizes = box.stream().mapToInt(each -> ((Number) each).intValue()).toArray();
        return new Rectangle(sizes[0], sizes[1], sizes[2], sizes[3]);
    }
}
