package dev.sluice.adapter.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("The paths of the console")
@Tag("fast")
class ConsolePathsTest {

    private final ConsolePaths root = new ConsolePaths("");
    private final ConsolePaths deep = new ConsolePaths("/shop/console");

    @Test
    @DisplayName("are the page with a slash, and the files below its directory")
    void files() {
        assertThat(root.file("/")).isEqualTo("index.html");
        assertThat(root.file("/assets/app.js")).isEqualTo("app.js");
        assertThat(root.file("/assets/vendor/a.js")).isEqualTo("vendor/a.js");
        assertThat(deep.file("/shop/console/")).isEqualTo("index.html");
        assertThat(deep.file("/shop/console/assets/app.js")).isEqualTo("app.js");
    }

    @Test
    @DisplayName("are no other paths, and the page has no second one")
    void others() {
        assertThat(root.file("/pools")).isNull();
        assertThat(root.file("/assets/")).isNull();
        assertThat(root.file("/assets/index.html")).isNull();
        assertThat(deep.file("/")).isNull();
        assertThat(deep.file("/shop/console")).isNull();
        assertThat(deep.lacksSlash("/shop/console")).isTrue();
        assertThat(root.lacksSlash("")).isFalse();
    }

    @Test
    @DisplayName("lead to the API by a relative path")
    void relative() {
        assertThat(root.relative("")).isEqualTo("./");
        assertThat(root.relative("/internal/sluice")).isEqualTo("./internal/sluice/");
        assertThat(deep.relative("")).isEqualTo("../../");
        assertThat(deep.relative("/shop/api")).isEqualTo("../../shop/api/");
    }
}
