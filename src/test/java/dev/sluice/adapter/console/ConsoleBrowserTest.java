package dev.sluice.adapter.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.sluice.control.PoolManager;
import dev.sluice.jdbc.FiftyClients;
import dev.sluice.testing.Await;
import dev.sluice.testing.TokenProfile;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(TokenProfile.class)
@DisplayName("The console in a browser")
@Tag("service")
class ConsoleBrowserTest {

    private static final int WIDE = 1280;
    private static final String POOL = "#/pools/" + BusyPool.NAME;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern CONFIRM = Pattern.compile("Type the name of the pool");

    private static Chromium chromium;

    private BusyPool busy;

    @Inject
    PoolManager manager;

    @TestHTTPResource("/")
    String url;

    @BeforeAll
    static void start() {
        chromium = Chromium.start();
    }

    @AfterEach
    void empty() {
        if (busy != null) {
            busy.close();
        }
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
    }

    /** Returns the addresses of all pages, with a text that each shows when it is complete. */
    private static Map<String, String> pages() {
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("#/", "wait p99");
        pages.put(POOL, "Refused callers");
        pages.put(POOL + "/connections", "Table of connections");
        pages.put(POOL + "/events", "initialized");
        pages.put(POOL + "/leaks", "No lease is longer");
        pages.put(POOL + "/policies", "Rules of the gate");
        pages.put(POOL + "/operations", "Order an operation");
        pages.put(POOL + "/operations/reset", "Show the effect");
        pages.put("#/operations", "Running and latest operations");
        pages.put("#/batches", "New batch");
        pages.put("#/new-pool", "Name of the pool");
        return pages;
    }

    private static String nameOf(String hash) {
        String name = hash.replaceAll("^#/", "")
                .replace("pools/" + BusyPool.NAME, "pool")
                .replace('/', '-');
        return name.isEmpty() ? "pools" : name;
    }

    private static void complete(Tab tab, String text) {
        tab.page()
                .locator("text=" + text + " >> visible=true")
                .or(tab.page().locator("[aria-label='" + text + "']"))
                .first()
                .waitFor();
    }

    @Test
    @DisplayName("has no fault of accessibility, light or dark, no error of a script, no report of a refused source,"
            + " and no horizontal scrolling at 320 pixels, on any page")
    void everyPage() throws Exception {
        busy = new BusyPool(manager, 12);
        try (Tab tab = chromium.tab(url, ColorScheme.LIGHT, WIDE)) {
            tab.open("").see("Sign in");
            tab.examine("login");
            tab.signIn(TokenProfile.TOKEN);
            for (Map.Entry<String, String> page : pages().entrySet()) {
                tab.open(page.getKey());
                complete(tab, page.getValue());
                tab.examine(nameOf(page.getKey()));
            }
            tab.button("Sign out").click();
            tab.signIn(TokenProfile.AUDITOR);
            complete(tab, "Lines of the audit log");
            tab.examine("audit");
        }
    }

    @Test
    @DisplayName("diagnoses fifty clients behind a slow query, and ends the incident, in three steps")
    void incident() throws Exception {
        try (FiftyClients clients = new FiftyClients(manager);
                Tab tab = chromium.tab(url, ColorScheme.LIGHT, WIDE)) {
            tab.signIn(TokenProfile.TOKEN).open("#/pools/" + FiftyClients.POOL);

            tab.button("Why is it slow?").click();
            tab.see("10 of 10 leases are held for").see("statement 'select pg_sleep(?)'");
            tab.see("Dry run: would break 10");
            tab.examine("diagnosis");
            Locator begin = tab.button("Take connections from their holders");
            assertThat(begin).isDisabled();

            tab.page().getByLabel(CONFIRM).fill(FiftyClients.POOL);
            begin.click();

            tab.see("Done:").see("breaks 10 leases");
            clients.assertEnded();
            tab.open("#/pools/" + FiftyClients.POOL);
            tab.button("Why is it slow?").click();
            tab.see("nothing wrong");
            assertThat(tab.errors()).isEmpty();
        }
    }

    @Test
    @DisplayName("shows many pools and many waiters page by page, and finds a pool by its name")
    void many() throws Exception {
        busy = new BusyPool(manager, 200);
        try (ManyPools pools = new ManyPools(manager, 40);
                Tab tab = chromium.tab(url, ColorScheme.LIGHT, WIDE)) {
            tab.signIn(TokenProfile.TOKEN).see("1–24 of 42 pools");
            assertThat(tab.page().locator("sluice-pool-card")).hasCount(24);
            tab.button("Later").click();
            assertThat(tab.page().locator("sluice-pool-card")).hasCount(18);
            tab.page().getByLabel("Find").fill(pools.last());
            assertThat(tab.page().locator("sluice-pool-card")).hasCount(1);

            tab.open(POOL).see("1–20 of 200 waiters");
            assertThat(tab.page().locator("sluice-queue button.turn")).hasCount(20);
            tab.button("Later").click();
            tab.button("Waiter 40: show what it waits for").waitFor();
            assertThat(tab.errors()).isEmpty();
        }
    }

    @Test
    @DisplayName("shows a viewer the cause without buttons, and the reason when the diagnosis is refused")
    void diagnosis() throws Exception {
        busy = new BusyPool(manager, 3);
        try (Tab tab = chromium.tab(url, ColorScheme.LIGHT, WIDE)) {
            tab.signIn(TokenProfile.VIEWER).open(POOL);
            tab.button("Why is it slow?").click();
            tab.see("Not examined:").see("Needs the role");
            assertThat(tab.page().locator(".diagnosis sluice-confirm, .diagnosis a"))
                    .hasCount(0);
            tab.examine("diagnosis-viewer");
            tab.button("Close").click();
            assertThat(tab.page().locator(".diagnosis")).hasCount(0);

            tab.offline(true);
            tab.button("Why is it slow?").click();
            assertThat(tab.page().locator("sluice-diagnosis [role=alert]")).containsText("does not answer");
        }
    }

    @Test
    @DisplayName("shows the dry run of an operation first, begins after the pool's name was typed, and reports its end")
    void operation() throws Exception {
        busy = new BusyPool(manager, 5);
        try (Tab tab = chromium.tab(url, ColorScheme.LIGHT, WIDE)) {
            tab.signIn(TokenProfile.ORDERS_OPERATOR).open(POOL + "/operations/reset");
            Locator begin = tab.button("Replace all connections");
            assertThat(begin).hasCount(0);
            tab.button("Show the effect").click();
            tab.see("marks 4 for their release");
            assertThat(busy.pool().stats().generation()).isZero();
            assertThat(begin).isDisabled();
            tab.page().getByText("The same as a command").click();
            tab.see("sluice do orders reset").see("curl -X POST");
            tab.examine("operation-form");

            tab.page().getByLabel(CONFIRM).fill(BusyPool.NAME);
            begin.click();
            tab.see("Done:").see("marks 4 for their release");
            assertThat(busy.pool().stats().generation()).isEqualTo(1);
            tab.examine("operation");
        }
    }

    @Test
    @DisplayName("shows the progress of an operation, and cancels it")
    void cancelled() throws Exception {
        busy = new BusyPool(manager, 0);
        try (Tab tab = chromium.tab(url, ColorScheme.DARK, WIDE)) {
            tab.signIn(TokenProfile.ORDERS_OPERATOR).open(POOL + "/operations/drain");
            tab.page().locator("#order-patience").fill("5m");
            tab.button("Show the effect").click();
            tab.button("Empty the pool").click();
            tab.page().locator("progress").waitFor();
            tab.examine("operation-progress");
            tab.button("Cancel").click();
            tab.see("cancelled");
            assertThat(tab.errors()).isEmpty();
        }
    }

    @Test
    @DisplayName("shows the reason of a refusal at the field")
    void refused() throws Exception {
        busy = new BusyPool(manager, 0);
        try (Tab tab = chromium.tab(url, ColorScheme.LIGHT, WIDE)) {
            tab.signIn(TokenProfile.TOKEN).open(POOL + "/operations/resize");
            tab.page().locator("#order-max").fill("many");
            tab.button("Show the effect").click();
            assertThat(tab.page().locator("#order-max-wrong")).containsText("max must be a whole number");
            assertThat(tab.page().locator("#order-max")).isFocused();

            tab.open(POOL + "/policies");
            tab.page().locator("#policy-gate-overtaking").fill("-1");
            tab.button("Save").first().click();
            assertThat(tab.page().locator("#policy-gate-overtaking-wrong")).containsText("overtaking");
            tab.page().locator("#policy-gate-overtaking").fill("7");
            tab.button("Save").first().click();
            tab.see("Saved: in force from the next caller on.");
            assertThat(manager.policy(BusyPool.NAME).overtaking()).isEqualTo(7);
            assertThat(tab.errors()).isEmpty();
        }
    }

    @Test
    @DisplayName("marks the leases that a selected waiter waits for")
    void waiter() throws Exception {
        busy = new BusyPool(manager, 3);
        try (Tab tab = chromium.tab(url, ColorScheme.LIGHT, WIDE)) {
            tab.signIn(TokenProfile.VIEWER).open(POOL);
            Locator second = tab.button("Waiter 2: show what it waits for");
            second.focus();
            tab.page().keyboard().press("Enter");
            assertThat(tab.page().locator("tr.marked")).hasCount(2);
            tab.see("Waiter 2 gets the 2. free connection: 1 caller is ahead");
        }
    }

    @Test
    @DisplayName("has a column of trace ids if the answer of the service has some")
    void traced() throws Exception {
        busy = new BusyPool(manager, 3);
        try (Tab tab = chromium.tab(url, ColorScheme.LIGHT, WIDE)) {
            tab.page().route(Pattern.compile(".*/pools/orders/waiters\\?.*"), route -> {
                APIResponse answer = route.fetch();
                route.fulfill(new Route.FulfillOptions().setResponse(answer).setBodyBytes(withTraces(answer.body())));
            });
            tab.signIn(TokenProfile.TOKEN).open(POOL).see("trace-of-report-1").see("trace-of-checkout-2");
            assertThat(tab.page().locator("sluice-queue th:text-is('Trace')")).hasCount(2);
            tab.examine("traces");
        }
    }

    /** Returns the answer with a trace id for each waiter and each holder, as a service with a tracer sends it. */
    private static byte[] withTraces(byte[] answer) {
        try {
            JsonNode queue = JSON.readTree(answer);
            for (String list : List.of("waiters", "holders")) {
                queue.path(list)
                        .forEach(each -> ((ObjectNode) each)
                                .put(
                                        "traceId",
                                        "trace-of-" + each.path("thread").asText()));
            }
            return JSON.writeValueAsBytes(queue);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @DisplayName(
            "shows a viewer no button for a change, an auditor the audit log only, and an operator no form of an admin")
    void roles() throws Exception {
        busy = new BusyPool(manager, 3);
        try (Tab viewer = chromium.tab(url, ColorScheme.LIGHT, WIDE)) {
            viewer.signIn(TokenProfile.VIEWER);
            for (Map.Entry<String, String> page : pages().entrySet()) {
                viewer.open(page.getKey());
                viewer.page().locator("main h1").waitFor();
                Locator changes = viewer.page().locator("main button:not(.turn):not(.ask), main a.button, main form");
                assertThat(changes).hasCount(0);
            }
            assertThat(viewer.link("Audit")).hasCount(0);
        }
        try (Tab auditor = chromium.tab(url, ColorScheme.LIGHT, WIDE)) {
            auditor.signIn(TokenProfile.AUDITOR).see("Audit");
            assertThat(auditor.page().locator("header nav a")).hasText(new String[] {"Audit"});
            complete(auditor, "Lines of the audit log");
        }
        try (Tab operator = chromium.tab(url, ColorScheme.LIGHT, WIDE)) {
            operator.signIn(TokenProfile.ORDERS_OPERATOR)
                    .open(POOL + "/operations")
                    .see("Order an operation");
            assertThat(operator.link("Change the user or the password")).hasCount(0);
            operator.open(POOL + "/policies").see("Rules of the gate");
            assertThat(operator.button("Save")).hasCount(0);
            operator.open("#/new-pool").see("No such page");
        }
    }

    @Test
    @DisplayName("tells that the service does not answer, and continues by itself when the service is back")
    void away() throws Exception {
        busy = new BusyPool(manager, 1);
        try (Tab tab = chromium.tab(url, ColorScheme.LIGHT, WIDE)) {
            tab.signIn(TokenProfile.VIEWER).open(POOL).see("Waiters");
            tab.offline(true);
            tab.see("The service has not answered for");
            busy.release();
            tab.offline(false);
            tab.see("No caller waits.");
            assertThat(tab.page().getByText("The service has not answered for")).hasCount(0);
        }
    }

    @Test
    @DisplayName("has connections of idle pools validated about every 5 s, so that the death of a database is seen")
    void probes() {
        List<String> readings = new ArrayList<>();
        try (Tab tab = chromium.tab(url, ColorScheme.LIGHT, WIDE)) {
            tab.page().clock().install();
            tab.page().onRequest(request -> {
                if (request.url().contains("probe=")) {
                    readings.add(request.url());
                }
            });
            tab.signIn(TokenProfile.VIEWER).see("wait p99");
            for (String hash : List.of("#/", "#/pools/default")) {
                tab.open(hash);
                readings.clear();
                Await.until("six readings of " + hash, () -> {
                    tab.page().clock().fastForward(1_000);
                    return readings.size() >= 6;
                });
                assertThat(readings)
                        .filteredOn(each -> each.contains("probe=true"))
                        .hasSizeGreaterThan(1);
            }
            assertThat(tab.errors()).isEmpty();
        }
    }

    @Test
    @DisplayName("asks for credentials again when they are refused, and keeps them in the tab only")
    void credentials() {
        try (Tab tab = chromium.tab(url, ColorScheme.LIGHT, WIDE)) {
            tab.open("");
            Locator token = tab.page().getByLabel("Token", new Page.GetByLabelOptions().setExact(true));
            token.fill("a-token-with-an-ellipsis…");
            tab.button("Sign in").click();
            tab.see("only characters of ASCII");
            token.fill("wrong-token-of-32-characters-and-more");
            tab.button("Sign in").click();
            assertThat(tab.page().getByRole(AriaRole.ALERT)).containsText("not valid");
            assertThat(tab.page().getByRole(AriaRole.ALERT)).not().isEmpty();
            tab.signIn(TokenProfile.VIEWER).see("Pools");
            assertThat(tab.page().evaluate("localStorage.length + document.cookie.length"))
                    .isEqualTo(0);
            tab.button("Sign out").click();
            tab.see("Sign in with");
            assertThat(tab.page().evaluate("sessionStorage.length")).isEqualTo(0);
        }
    }
}
