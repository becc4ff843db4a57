package dev.sluice.adapter.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A tab with the console. Remembers all errors of scripts and all reports of the content security policy. */
final class Tab implements AutoCloseable {

    private static final Path PICTURES = Path.of("target", "console");
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

    /** Checks that the page has no fault of accessibility, and writes a picture of it. */
    void examine(String name) {
        assertThat(new AxeBuilder(page)
                        .analyze().getViolations().stream()
                                .map(each -> each.getId() + ": " + each.getNodes())
                                .toList())
                .as(name)
                .isEmpty();
        picture(name);
        assertThat(errors).as(name).isEmpty();
    }

    void picture(String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(PICTURES.resolve(name + ".png"))
                .setFullPage(true));
    }

    /** Returns the number of pixels by which the page is wider than the window. */
    int overflow() {
        return ((Number) page.evaluate("document.documentElement.scrollWidth - window.innerWidth")).intValue();
    }

    List<String> errors() {
        return errors;
    }

    @Override
    public void close() {
        context.close();
    }
}
