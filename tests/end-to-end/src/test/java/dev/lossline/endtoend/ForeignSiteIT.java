package dev.lossline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Other sites may link to the page. The drill hostile-clients tests what they may not do. */
@ExtendWith(BrowserCondition.class)
class ForeignSiteIT {
    @RegisterExtension
    static final SharedPage page = new SharedPage();

    private final Browser browser = page.browser();
    private HttpServer site;

    @BeforeEach
    void serve() throws IOException {
        byte[] link =
                "<!doctype html><title>Elsewhere</title><link rel=icon href=data:,><a href='%s/submit'>Lossline</a>"
                        .formatted(page.stack().address())
                        .getBytes(StandardCharsets.UTF_8);
        site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        site.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, link.length);
            exchange.getResponseBody().write(link);
            exchange.close();
        });
        site.start();
    }

    @AfterEach
    void stop() {
        site.stop(0);
    }

    @Test
    void aLinkFromAnotherSiteShowsThePage() {
        browser.visit("http://127.0.0.1:" + site.getAddress().getPort());
        browser.find("a", "Lossline").click();
        browser.find("#yaml");
        assertThat(browser.path()).isEqualTo("/submit");
        browser.assertNothingWrong();
    }
}
