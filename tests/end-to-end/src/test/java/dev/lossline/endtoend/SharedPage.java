package dev.lossline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The web page in a real browser, with the {@link SharedStack}. All test classes of the page share both. After each test, the browser's console must be empty.
 */
final class SharedPage implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback {
    /** A document with three trials; parameters are its name and the number of epochs, which take a few milliseconds each. */
    static final String SMALL = """
            name: %s
            model: { hidden: [] }
            training: { epochs: %d, examples: 500, validationSplit: 0.2, optimizer: { learningRate: 0.05 } }
            search: { grid: { training.batchSize: [16, 64, 256] } }
            """;

    /** Learning rates and networks so different that some trials diverge and some labels are long. */
    static final String WIDE_RANGE = """
            name: spread
            training: { epochs: 12, examples: 500, batchSize: 50, validationSplit: 0.2 }
            search:
              grid:
                model.hidden: [[16], [128, 64, 32, 16, 8]]
                training.optimizer.learningRate: [1000, 1, 0.1, 0.01, 0.001, 0.00003]
            """;

    /** The number of points of all curves on the page. */
    static final String POINTS =
            "(document.querySelector('.canvas')?.chart?.series ?? []).reduce((sum, each) => sum + each.y.length, 0)";

    private static Started started;

    @Override
    public void beforeAll(ExtensionContext context) {
        TestStack stack = SharedStack.start(context);
        context.getRoot()
                .getStore(ExtensionContext.Namespace.create(SharedPage.class))
                .computeIfAbsent("started", key -> started = Started.start(stack), Started.class);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        browser().size(1280, 900);
        browser().dark(false);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        assertThat(browser().complaints()).isEmpty();
    }

    Browser browser() {
        return started.browser;
    }

    TestStack stack() {
        return started.stack;
    }

    /** Submits a document with three trials and waits until the experiment's page shows live data. */
    void submit(String document) {
        browser().go("/submit");
        browser().find("button.primary", "Submit 3 trials");
        browser().write(browser().find("#yaml"), document);
        browser().until("document.querySelector('[aria-busy=false]')");
        browser().find("button.primary", "Submit 3 trials").click();
        browser().find(".connection.live");
    }

    /** The path of a document's experiment, which is submitted once; waits until it has ended. */
    String experiment(String document) throws Exception {
        String path = started.experiments.get(document);
        if (path == null) {
            path = "/experiments/" + stack().submit(document);
            started.experiments.put(document, path);
            browser().go(path);
            browser().until("/completed|failed/.test(document.querySelector('.title .state')?.textContent)");
        }
        return path;
    }

    void openExperiment(String name) {
        browser().go(experimentPath(name));
        browser().find("h1", name);
    }

    String experimentPath(String name) {
        browser().go("/");
        return browser().find(".list a", name).getDomAttribute("href");
    }

    private record Started(Path profile, TestStack stack, Browser browser, Map<String, String> experiments)
            implements AutoCloseable {
        static Started start(TestStack stack) {
            try {
                Path profile = Files.createTempDirectory("lossline-browser-");
                return new Started(profile, stack, Browser.open(stack.address(), profile), new HashMap<>());
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() throws Exception {
            browser.close();
            SharedStack.delete(profile);
        }
    }
}
