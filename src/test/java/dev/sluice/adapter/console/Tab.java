package dev.sluice.adapter.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ViewportSize;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A tab with the console. Remembers all errors of scripts and all reports of the content security policy. */
final class Tab implements AutoCloseable {

    private static final Path PICTURES = Path.of("target", "console");
    private static final int NARROW = 320;
    private static final String OVERFLOW = "document.documentElement.scrollWidth - window.innerWidth";
    private static final String TELL_REPORTS =
            "document.addEventListener('securitypolicyviolation', e => console.error('policy: ' + e.violatedDirective + ' '"
                    + " + e.blockedURI))";

    private final BrowserContext context;
    private final Page page;
    private final String url;
    private final List<String> errors = new ArrayList<>();

    Tab(BrowserContext context, String url) {
        this.context = context;
        this.url = url;
        context.addInitScript(TELL_REPORTS);
        page = context.newPage();
        page.onPageError(errors::add);
        page.onConsoleMessage(message -> {
            // the browser writes a line for each refused request; the page shows the refusal
            if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) {
                errors.add(message.text());
            }
        });
    }

    Page page() {
        return page;
    }

    /** Opens the page at a hash, such as {@code #/pools}. */
    Tab open(String hash) {
        page.navigate(url + hash);
        return this;
    }

    /** Opens the page, and signs in with a token. */
    Tab signIn(String token) {
        open("");
        page.getByLabel("Token", new Page.GetByLabelOptions().setExact(true)).fill(token);
        button("Sign in").click();
        page.locator("header nav").waitFor();
        return this;
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator link(String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /** Waits for a text on the page. */
    Tab see(String text) {
        page.getByText(text).first().waitFor();
        return this;
    }

    /** Turns the network of the tab off or on. */
    void offline(boolean off) {
        context.setOffline(off);
    }

    /** Checks that the page has no fault of accessibility, light and dark, and fits into a narrow window. */
    void examine(String name) {
        for (ColorScheme scheme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            // the legacy mode needs no second page; the console has no frames
            assertThat(new AxeBuilder(page)
                            .setLegacyMode(true).analyze().getViolations().stream()
                                    .map(each -> each.getId() + ": " + each.getNodes())
                                    .toList())
                    .as(name + ", " + scheme)
                    .isEmpty();
            picture(name + "-" + scheme);
        }
        ViewportSize wide = page.viewportSize();
        page.setViewportSize(NARROW, wide.height);
        assertThat(((Number) page.evaluate(OVERFLOW)).intValue())
                .as("pixels by which %s is wider than %s", name, NARROW)
                .isNotPositive();
        picture(name + "-narrow");
        page.setViewportSize(wide.width, wide.height);
        assertThat(errors).as(name).isEmpty();
    }

    /** Writes a picture of the page to {@code target/console}, if the pictures are wanted: they take long. */
    private void picture(String name) {
        if (Boolean.getBoolean("console.pictures")) {
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(PICTURES.resolve(name + ".png"))
                    .setFullPage(true));
        }
    }

    List<String> errors() {
        return errors;
    }

    @Override
    public void close() {
        context.close();
    }
}
