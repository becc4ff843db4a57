package dev.sluice.adapter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class ScreenTest {

    private final StringWriter written = new StringWriter();
    private final Screen screen = new Screen(new PrintWriter(written), true);

    @Test
    @DisplayName("once it is closed nothing hides the cursor again")
    void closed() {
        screen.show(List.of("a"));
        screen.close();
        String left = written.toString();
        screen.show(List.of("b"));
        screen.close();
        assertThat(written.toString()).isEqualTo(left).endsWith("\u001b[?25h");
    }

    @Test
    @DisplayName("a screen that has shown nothing writes nothing")
    void unused() {
        screen.close();
        assertThat(written.toString()).isEmpty();
    }
}
