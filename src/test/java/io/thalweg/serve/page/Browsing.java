package io.thalweg.serve.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.TimeoutError;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The Chromium of this machine, without a window; nothing is downloaded. */
final class Browsing implements AutoCloseable {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome", "chrome");

    private static final double PATIENCE_MILLIS = 20_000;

    private final Playwright playwright;
    private final Browser browser;

    private Browsing(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    /** Skips the tests that need it, and says so, where there is no Chromium. */
    static Browsing open() {
        Optional<Path> chromium = chromium();
        Assumptions.assumeTrue(
                chromium.isPresent(),
                "skipped: no Chromium on this machine's PATH (%s), so nobody looks at the live page".formatted(NAMES));
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        Playwright playwright = Playwright.create(new Playwright.CreateOptions().setEnv(environment));
        Browser browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium.get())
                        .setArgs(List.of("--no-sandbox", "--disable-dev-shm-usage")));
        return new Browsing(playwright, browser);
    }

    private static Optional<Path> chromium() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.of(path.split(File.pathSeparator))
                .flatMap(directory -> NAMES.stream().map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    Visit visit(PageHost host) {
        return new Visit(browser.newContext(), host);
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }

    /** One visit to the page, which must not complain. */
    static final class Visit implements AutoCloseable {
        private final BrowserContext context;
        private final Page page;
        private final List<String> complaints = new ArrayList<>();
        private boolean expectsFailures;

        private Visit(BrowserContext context, PageHost host) {
            this.context = context;
            page = context.newPage();
            page.setDefaultTimeout(PATIENCE_MILLIS);
            page.onConsoleMessage(message -> {
                if (List.of("error", "warning").contains(message.type())) {
                    complaints.add(message.text());
                }
            });
            page.onPageError(complaints::add);
            page.setViewportSize(1440, 900);
            page.navigate(host.uri().toString());
            awaits("!['connecting', 'lost'].includes(document.querySelector('#state').dataset.state)");
            assertThat(complaints).as("what the browser complained of").isEmpty();
        }

        Page page() {
            return page;
        }

        void awaits(String condition) {
            try {
                page.waitForFunction("() => " + condition);
            } catch (TimeoutError e) {
                throw new AssertionError(
                        "in vain for %s; the browser complained of %s".formatted(condition, complaints), e);
            }
        }

        /** A server that is away is told on the console by the browser itself. */
        void expectsFailures() {
            expectsFailures = true;
        }

        void keepsShot(String name) {
            String directory = System.getProperty("page.shots");
            if (directory != null) {
                page.screenshot(new Page.ScreenshotOptions()
                        .setPath(Path.of(directory, name.toLowerCase(Locale.ROOT) + ".png"))
                        .setFullPage(true));
            }
        }

        @Override
        public void close() {
            context.close();
            complaints.removeIf(complaint ->
                    expectsFailures && (complaint.contains("net::ERR_") || complaint.contains("status of 503")));
            assertThat(complaints).as("what the browser complained of").isEmpty();
        }
    }
}
