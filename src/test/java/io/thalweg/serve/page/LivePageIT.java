package io.thalweg.serve.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.thalweg.serve.page.Browsing.Visit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The page in a real browser, which is told what a learner would say. Skipped where there is no Chromium; with
 * {@code -Dpage.shots=DIR} it leaves pictures of what it saw.
 */
class LivePageIT {
    private static Browsing browsing;

    @BeforeAll
    static void open() {
        browsing = Browsing.open();
    }

    @AfterAll
    static void close() {
        if (browsing != null) {
            browsing.close();
        }
    }

    @Test
    void everyTaskHasItsCurveItsFiguresAndAColourOfItsOwn() {
        try (PageHost host = new PageHost(PageScene.after(200));
                Visit visit = browsing.visit(host)) {
            Page page = visit.page();
            assertThat(page.locator("article.task h3").allTextContents()).containsExactlyElementsOf(PageScene.TASKS);
            assertThat(page.locator("article.task canvas").count()).isEqualTo(3);
            assertThat(page.locator("[data-task=click] .big").textContent()).matches("0\\.4\\d{3}");
            assertThat(page.locator("[data-task=click] .chart").getAttribute("aria-label"))
                    .contains("click, Log loss at offset 400,000", "running mean 0.5", "best possible 0.4417");
            assertThat(colours(page)).doesNotHaveDuplicates().hasSize(3);
            assertThat(page.locator("#together .matrix td[data-sign=against]").count())
                    .isEqualTo(2);
            assertThat(page.locator("#together .gates tr").count()).isEqualTo(3);
            assertThat(page.locator("#snapshots tbody tr").count()).isEqualTo(6);
            assertThat(page.locator("[data-tile=quarantine] dd").textContent()).startsWith("57 events");
            assertThat(drawn(page)).as("pixels of the curve's colour").isPositive();
        }
    }

    private static List<String> colours(Page page) {
        List<String> colours = new ArrayList<>();
        for (var dot : page.locator("article.task .dot").all()) {
            colours.add(String.valueOf(dot.evaluate("dot => getComputedStyle(dot).backgroundColor")));
        }
        return colours;
    }

    /** How many pixels of the first chart are not transparent, axes left out. */
    private static int drawn(Page page) {
        return (Integer) page.locator("article.task canvas").first().evaluate("""
                canvas => {
                    const { width, height } = canvas;
                    const pixels = canvas.getContext("2d").getImageData(width / 4, 0, width / 2, height / 2).data;
                    let drawn = 0;
                    for (let i = 3; i < pixels.length; i += 4) if (pixels[i] > 200) drawn++;
                    return drawn;
                }""");
    }

    @Test
    void whatComesOverTheWireIsNeverReadAsMarkup() {
        try (PageHost host = new PageHost(PageScene.after(5));
                Visit visit = browsing.visit(host)) {
            assertThat(visit.page().locator("#quarantine .detail").allTextContents())
                    .contains("the record has <b>no</b> value");
            assertThat(visit.page().locator("#quarantine .detail b").count()).isZero();
        }
    }

    @Test
    void newMetricsShowWithoutAReload() {
        PageScene scene = PageScene.after(20);
        try (PageHost host = new PageHost(scene);
                Visit visit = browsing.visit(host)) {
            visit.page().evaluate("window.sameVisit = true");
            scene.learn();
            scene.alarm();
            visit.awaits("document.querySelector('[data-task=buy] .chart').getAttribute('aria-label')"
                    + ".includes('offset 44,000')");
            visit.awaits("document.querySelector('#drift').textContent.includes('from 0.2010 to 0.2430')");
            assertThat(visit.page().evaluate("window.sameVisit")).isEqualTo(true);
        }
    }

    @Test
    void aRestartedServerIsFoundAgain() {
        try (PageHost first = new PageHost(PageScene.after(20));
                Visit visit = browsing.visit(first)) {
            int port = first.port();
            visit.expectsFailures();
            first.close();
            visit.awaits("document.querySelector('#state').dataset.state === 'lost'");
            assertThat(visit.page().locator("#alerts").textContent()).contains("Connection lost", "tries again");
            assertThat(visit.page().locator("article.task").count())
                    .as("still shown")
                    .isEqualTo(3);
            try (PageHost second = new PageHost(PageScene.after(50), port)) {
                visit.awaits("document.querySelector('#state').dataset.state === 'live'");
                assertThat(visit.page().locator("[data-task=click] .chart").getAttribute("aria-label"))
                        .contains("offset " + "100,000");
                assertThat(visit.page().locator("#alerts").textContent()).isEmpty();
                assertThat(second.port()).isEqualTo(port);
            }
        }
    }

    @Test
    void withoutAModelItSaysWhatItWaitsFor() {
        try (PageHost host = new PageHost(new PageScene());
                Visit visit = browsing.visit(host)) {
            assertThat(visit.page().locator("#state").textContent()).isEqualTo("Waiting for the first model");
            assertThat(visit.page().locator("#empty").isVisible()).isTrue();
            visit.keepsShot("waiting");
        }
    }

    @Test
    void aDivergedModelIsSaidLoudly() {
        try (PageHost host = new PageHost(PageScene.after(40).diverges());
                Visit visit = browsing.visit(host)) {
            assertThat(visit.page().locator("#alerts[role=alert] .loud").textContent())
                    .contains("has diverged", "promote");
            assertThat(visit.page().title()).startsWith("DIVERGED");
            visit.keepsShot("diverged");
        }
    }

    @Test
    void everythingIsReachedByKeyboardInTheOrderOfThePage() {
        try (PageHost host = new PageHost(PageScene.after(20));
                Visit visit = browsing.visit(host)) {
            Page page = visit.page();
            List<String> order = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                page.keyboard().press("Tab");
                order.add(String.valueOf(page.evaluate("document.activeElement.ariaLabel?.split(',')[0]"
                        + " ?? document.activeElement.textContent.trim()")));
            }
            assertThat(order)
                    .containsExactly(
                            "Skip to the tasks",
                            "All",
                            "Recent",
                            "Theme: auto. Change to light",
                            "Log loss",
                            "AUC",
                            "Calibration",
                            "click");
            page.keyboard().press("Home");
            assertThat(page.locator("[data-task=click] .place").textContent()).startsWith("offset 2,000");
            page.locator("[data-task=click] [data-value=second]").focus();
            page.keyboard().press("Enter");
            assertThat(page.locator("[data-task=click] [data-value=second]").getAttribute("aria-pressed"))
                    .isEqualTo("true");
            assertThat(page.locator("[data-task=click] .chart").getAttribute("aria-label"))
                    .contains("AUC at offset");
        }
    }

    @Test
    void theThemeIsTheSystemsUntilSomebodyChoosesAndThenRemembered() {
        try (PageHost host = new PageHost(PageScene.after(20));
                Visit visit = browsing.visit(host)) {
            Page page = visit.page();
            String light = ground(page);
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
            String dark = ground(page);
            assertThat(dark).isNotEqualTo(light);
            page.locator("#theme").click();
            assertThat(ground(page)).isEqualTo(light);
            page.reload();
            visit.awaits("document.querySelectorAll('article.task').length === 3");
            assertThat(ground(page)).isEqualTo(light);
            page.locator("#theme").click();
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
            assertThat(ground(page)).isEqualTo(dark);
        }
    }

    private static String ground(Page page) {
        return String.valueOf(page.evaluate("getComputedStyle(document.body).backgroundColor"));
    }

    @ParameterizedTest
    @CsvSource({
        "375, 812, LIGHT",
        "375, 812, DARK",
        "1000, 800, LIGHT",
        "1280, 800, DARK",
        "1440, 900, LIGHT",
        "1440, 900, DARK"
    })
    void nothingIsWiderThanTheScreen(int width, int height, ColorScheme colours) {
        PageScene scene = PageScene.after(300);
        scene.alarm();
        try (PageHost host = new PageHost(scene);
                Visit visit = browsing.visit(host)) {
            Page page = visit.page();
            page.setViewportSize(width, height);
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(colours));
            visit.awaits("document.querySelector('article.task canvas').getBoundingClientRect().right <= innerWidth");
            assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(width);
            visit.keepsShot("%d-%s".formatted(width, colours));
        }
    }
}
