package dev.lossline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures the figures of {@code docs/web.md}: loaded files, time to the first curve, and frames per second while 200 trials
 * of 500 epochs are trained. Prints them with {@code mvn -pl tests/end-to-end -am verify -Dit.test=WebPerformanceIT
 * -Dlossline.web.performance=true}.
 */
@ExtendWith(BrowserCondition.class)
@EnabledIfSystemProperty(named = "lossline.web.performance", matches = "true")
class WebPerformanceIT {
    private static final int TRIALS = 200;
    private static final int MANY_TRIALS = 1_000;
    private static final int EPOCHS = 500;
    private static final int EVENTS_PER_SECOND = Integer.getInteger("lossline.web.rate", 1_500);

    private static final String COUNT_FRAMES = """
            (() => {
              const seen = { gaps: [], drawn: document.querySelector('.canvas').chart.frames };
              let before = performance.now();
              const next = (now) => { seen.gaps.push(now - before); before = now; seen.loop = requestAnimationFrame(next); };
              requestAnimationFrame(next);
              window.seen = seen;
            })()""";

    private static final String FRAMES = """
            (() => {
              cancelAnimationFrame(window.seen.loop);
              const gaps = window.seen.gaps.slice(1).sort((a, b) => a - b);
              const sum = gaps.reduce((a, b) => a + b, 0);
              return { frames: gaps.length, perSecond: 1000 * gaps.length / sum,
                drawn: 1000 * (document.querySelector('.canvas').chart.frames - window.seen.drawn) / sum,
                median: gaps[gaps.length >> 1], p95: gaps[Math.floor(gaps.length * 0.95)], worst: gaps.at(-1) };
            })()""";

    private static final String FIRST_CURVE = """
            new Promise((resolve) => {
              const look = () => document.querySelector('.canvas')?.chart?.frames > 0 && document.querySelector('.u-over')
                ? resolve(performance.now()) : requestAnimationFrame(look);
              look();
            })""";

    private static final String LOADED = """
            (() => {
              const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
                .filter(({ name }) => !name.includes('/api/'));
              return { files: all.length, transferred: all.reduce((sum, each) => sum + each.transferSize, 0),
                unpacked: all.reduce((sum, each) => sum + each.decodedBodySize, 0) };
            })()""";

    private static final String COUNT_REQUESTS = """
            (() => {
              performance.clearResourceTimings();
              performance.setResourceTimingBufferSize(10_000);
              window.begun = performance.now();
            })()""";

    /** Event streams are not in it: the browser lists a request when it has ended. */
    private static final String REQUESTS = """
            (() => {
              const seconds = (performance.now() - window.begun) / 1000;
              const all = performance.getEntriesByType('resource').filter(({ name }) => name.includes('/api/'));
              const bytes = all.reduce((sum, each) => sum + each.transferSize, 0);
              return { seconds, requests: all.length, bytesPerSecond: Math.round(bytes / seconds) };
            })()""";

    @TempDir
    static Path home;

    @Test
    void measure() throws Exception {
        try (TestStack stack = TestStack.up(home);
                Browser browser = Browser.open(stack.address(), home.resolve("profile"))) {
            String id = submit(stack, TRIALS);
            try (FakeTrainers trainers = new FakeTrainers(stack.kafkaPort(), id)) {
                trainers.start(TRIALS);
                trainers.train(TRIALS, 1, 100, 20_000);
                browser.go("/experiments/" + id);
                browser.find(".connection.live");
                browser.until(SharedPage.POINTS + " >= " + TRIALS * 100);
                browser.js(COUNT_FRAMES);
                trainers.train(TRIALS, 101, 400, EVENTS_PER_SECOND);
                print(
                        "frames while epochs 101 to 400 come, %d events/s".formatted(EVENTS_PER_SECOND),
                        browser.js(FRAMES));
                browser.js(COUNT_FRAMES);
                trainers.train(TRIALS, 401, EPOCHS, EVENTS_PER_SECOND);
                print("frames while epochs 401 to 500 come", browser.js(FRAMES));
                browser.until(SharedPage.POINTS + " === " + TRIALS * EPOCHS);
                assertThat(browser.complaints()).isEmpty();
                browser.screenshot("figures");
            }
            for (String what : List.of("first visit", "second visit")) {
                browser.go("/experiments/" + id);
                print(what + ": ms to the first curve of 200 trials of 500 epochs", browser.js(FIRST_CURVE));
                print(what + ": loaded", browser.js(LOADED));
                browser.until(SharedPage.POINTS + " === " + TRIALS * EPOCHS);
            }
        }
    }

    /** What an open page requests besides its event stream, while 200 epochs per second arrive. */
    @Test
    void measureRequests() throws Exception {
        try (TestStack stack = TestStack.up(home.resolve("requests"));
                Browser browser = Browser.open(stack.address(), home.resolve("requests-profile"))) {
            String id = submit(stack, MANY_TRIALS);
            try (FakeTrainers trainers = new FakeTrainers(stack.kafkaPort(), id)) {
                trainers.start(MANY_TRIALS);
                trainers.train(MANY_TRIALS, 1, 2, 20_000);
                for (String view : List.of("/experiments/" + id, "/")) {
                    browser.go(view);
                    browser.find(".connection.live");
                    browser.js(COUNT_REQUESTS);
                    int from = view.equals("/") ? 7 : 3;
                    trainers.train(MANY_TRIALS, from, from + 3, 200);
                    print("requests of %s, %d running trials".formatted(view, MANY_TRIALS), browser.js(REQUESTS));
                }
            }
        }
    }

    private static void print(String what, Object figures) {
        System.out.printf("FIGURES %s: %s%n", what, figures);
    }

    private static String submit(TestStack stack, int trials) throws Exception {
        String seeds = java.util.stream.IntStream.range(0, trials / 4)
                .mapToObj(Integer::toString)
                .collect(java.util.stream.Collectors.joining(", "));
        String document = """
                name: figures
                device: gpu
                training: { epochs: %d }
                search: { grid: { training.optimizer.learningRate: [0.1, 0.03, 0.01, 0.003] } }
                seeds: [%s]
                """.formatted(EPOCHS, seeds);
        return stack.submit(document);
    }
}
