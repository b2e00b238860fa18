package dev.lossline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Collectors;
import org.openqa.selenium.Alert;
import org.openqa.selenium.By;
import org.openqa.selenium.NoAlertPresentException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.FluentWait;

/** A headless Chromium with a new, empty profile. */
final class Browser implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(45);
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome", "chrome");

    private final ChromeDriver driver;
    private final String address;

    private Browser(ChromeDriver driver, String address) {
        this.driver = driver;
        this.address = address;
    }

    /** The program that is missing to run a browser; empty if all are installed. */
    static Optional<String> missing() {
        if (program(NAMES).isEmpty()) {
            return Optional.of("no Chromium on the PATH (apt install chromium)");
        }
        return program(List.of("chromedriver")).isEmpty()
                ? Optional.of("no chromedriver on the PATH (apt install chromium-driver)")
                : Optional.empty();
    }

    static Browser open(String address, Path profile) {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(program(NAMES).orElseThrow());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--user-data-dir=" + profile);
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(program(List.of("chromedriver")).orElseThrow())
                .usingAnyFreePort()
                .build();
        Browser browser = new Browser(new ChromeDriver(service, options), address);
        browser.size(1280, 900);
        return browser;
    }

    @Override
    public void close() {
        driver.quit();
    }

    void go(String path) {
        driver.get(address + path);
    }

    /** Opens a page of any site. */
    void visit(String anywhere) {
        driver.get(anywhere);
    }

    /** Shows an empty page, so the previous one sends no more requests. */
    void leave() {
        driver.get("about:blank");
    }

    String path() {
        return driver.getCurrentUrl().substring(address.length());
    }

    void size(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
    }

    void dark(boolean dark) {
        Map<String, String> scheme = Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light");
        driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of(scheme)));
    }

    /** Waits for an element to be displayed. */
    WebElement find(String css) {
        return waitFor(
                css,
                () -> driver.findElements(By.cssSelector(css)).stream()
                        .filter(WebElement::isDisplayed)
                        .findFirst());
    }

    /** Waits for an element with the given text to be displayed. */
    WebElement find(String css, String text) {
        return waitFor(
                css + " with " + text,
                () -> driver.findElements(By.cssSelector(css)).stream()
                        .filter(element ->
                                element.isDisplayed() && element.getText().contains(text))
                        .findFirst());
    }

    List<WebElement> all(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    /** Waits until a JavaScript expression is true. */
    void until(String expression) {
        waitFor(
                expression,
                () -> Optional.of(Boolean.TRUE.equals(js("Boolean(" + expression + ")")))
                        .filter(b -> b));
    }

    Object js(String expression) {
        return driver.executeScript("return " + expression);
    }

    /** Calls the JavaScript function in a file of {@code resources/page}. */
    static String script(String file, Object... arguments) throws IOException {
        String source = Files.readString(Path.of("src/test/resources/page", file + ".js"));
        String function = source.substring(source.indexOf("*/") + 2);
        return "(%s)(%s)"
                .formatted(
                        function.strip(),
                        Arrays.stream(arguments).map(String::valueOf).collect(Collectors.joining(", ")));
    }

    /** Runs a script in each page before the page's own scripts, until the result is closed. */
    Injection inject(String script) {
        Object id = driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script))
                .get("identifier");
        return () -> driver.executeCdpCommand("Page.removeScriptToEvaluateOnNewDocument", Map.of("identifier", id));
    }

    /** A script that runs in every page until it is closed. */
    @FunctionalInterface
    interface Injection extends AutoCloseable {
        @Override
        void close();
    }

    TouchGestures fingers() {
        return new TouchGestures(driver);
    }

    /** Waits for a dialog of the page and accepts or dismisses it. */
    void answer(boolean yes) {
        Alert question = new FluentWait<>(driver)
                .withTimeout(DEADLINE)
                .ignoring(NoAlertPresentException.class)
                .until(any -> any.switchTo().alert());
        if (yes) {
            question.accept();
        } else {
            question.dismiss();
        }
    }

    void keys(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    /** Replaces the content of a field by typing, because WebDriver's {@code clear} fires no input event. */
    void write(WebElement field, String text) {
        driver.executeScript("arguments[0].focus(); arguments[0].select()", field);
        field.sendKeys(text);
    }

    Actions actions() {
        return new Actions(driver);
    }

    /** Drags from one point of an element to another, given as fractions of its width and height. */
    void drag(WebElement element, double fromX, double fromY, double toX, double toY) {
        driver.executeScript("arguments[0].scrollIntoView({ block: 'center' })", element);
        int width = element.getSize().width;
        int height = element.getSize().height;
        // Selenium's offsets are relative to the center.
        actions()
                .moveToElement(element, (int) ((fromX - 0.5) * width), (int) ((fromY - 0.5) * height))
                .clickAndHold()
                .moveToElement(element, (int) ((toX - 0.5) * width), (int) ((toY - 0.5) * height))
                .release()
                .perform();
    }

    /** Clicks at a place of an element, given as fractions of its size. */
    void click(WebElement element, double x, double y) {
        drag(element, x, y, x, y);
    }

    private <T> T waitFor(String what, Condition<T> condition) {
        return new FluentWait<>(driver)
                .withTimeout(DEADLINE)
                .pollingEvery(Duration.ofMillis(100))
                .ignoring(org.openqa.selenium.StaleElementReferenceException.class)
                .withMessage(() -> what + " at " + driver.getCurrentUrl() + "\n"
                        + driver.findElement(By.tagName("body")).getText())
                .until(anything -> condition.look().orElse(null));
    }

    /** A check that returns null until it has a result. */
    @FunctionalInterface
    private interface Condition<T> {
        Optional<T> look();
    }

    /** The errors and warnings written to the console since the last call. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(entry -> entry.getMessage())
                .toList();
    }

    /** The accessibility violations that axe finds on the current page, one per element. */
    List<String> inaccessible() {
        List<String> found = new ArrayList<>();
        // The default mode opens a window for cross-origin frames, which sometimes times out; the page has no such
        // frames.
        for (Rule rule : new AxeBuilder().setLegacyMode(true).analyze(driver).getViolations()) {
            rule.getNodes().forEach(node -> found.add(rule.getId() + ": " + node.getTarget() + " " + node.getHtml()));
        }
        return found;
    }

    /** The addresses of all loaded resources. */
    @SuppressWarnings("unchecked")
    List<String> loaded() {
        return (List<String>) js("performance.getEntriesByType('resource').map(entry => entry.name)");
    }

    void screenshot(String name) throws IOException {
        Path file = Path.of("target/screenshots", name + ".png");
        Files.createDirectories(file.getParent());
        Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    }

    void assertNothingWrong() {
        assertThat(inaccessible()).isEmpty();
        assertThat(complaints()).isEmpty();
        assertThat(loaded()).allMatch(each -> each.startsWith(address));
    }

    private static Optional<File> program(List<String> names) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return names.stream()
                .flatMap(name -> Arrays.stream(path.split(File.pathSeparator)).map(folder -> new File(folder, name)))
                .filter(File::canExecute)
                .findFirst();
    }
}
