package dev.sluice.control.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.pool.operation.Pace;
import dev.sluice.pool.store.Target;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("An order in words for the log")
@Tag("fast")
class OrderTest {

    private static String words(Command command, String actor) {
        return Order.of("orders", command, actor).words("op_1_1");
    }

    @Test
    @DisplayName("has the id, the actor, and the parameters, with durations in readable form")
    void words() {
        assertThat(words(Commands.pause(), "jmx")).isEqualTo("op_1_1 by jmx");
        assertThat(words(Commands.drain(Duration.ofSeconds(90)), "http: ada"))
                .isEqualTo("op_1_1 by http: ada: patience=90 s");
    }

    private static Command creation(String url) {
        return OperationCatalogue.command("create-pool", "url", url);
    }

    @Test
    @DisplayName("keeps a text in the form of a duration unchanged")
    void names() {
        Command command =
                OperationCatalogue.command("release", "tenant", "PT1H", "tag", "job:PT2M", "heldFor", "PT90S");

        assertThat(words(command, "jmx")).isEqualTo("op_1_1 by jmx: heldFor=90 s, tag=job:PT2M, tenant=PT1H");
        assertThat(command.parameters()).containsEntry("heldFor", "PT1M30S").containsEntry("tenant", "PT1H");
    }

    @Test
    @DisplayName("has no password")
    void secrets() {
        Target target = new Target(null, "app", "hush", true);

        assertThat(words(Commands.rotateCredentials(target, Pace.ONE_BY_ONE, Duration.ofSeconds(5)), "http"))
                .startsWith("op_1_1 by http: username=***, password=***, ")
                .doesNotContain("hush");
        Target moved = new Target("jdbc:x://app:hush@db/o", null, null, true);
        assertThat(words(Commands.switchEndpoint(moved, Duration.ZERO), "http")).doesNotContain("hush");
    }

    @Test
    @DisplayName("stays on one line of bounded length for all parameters")
    void oneLine() {
        assertThat(words(creation("db\nforged\u2028line"), "http")).contains("url=…");
        assertThat(words(creation("x".repeat(10_000)), "http")).hasSizeLessThan(600);
    }
}
