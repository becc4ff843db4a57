package dev.sluice.adapter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("An invalid command")
@Tag("fast")
class UsageProblemTest {

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "polls | there is no command 'polls'",
                "polls --json | there is no command 'polls'",
                "--url http://127.0.0.1:1 pools | Unknown option: '--url'; options of a command follow its name",
                "pools orders billing | unexpected: 'orders', 'billing'",
                "top --onc | Unknown option: '--onc'",
                "completion tcsh | SHELL must be one of BASH, ZSH, FISH: 'tcsh'",
            })
    @DisplayName("is refused in words of the user, and ends with 2")
    void refused(String words, String reason) {
        StringWriter err = new StringWriter();
        int code = Main.commandLine().setErr(new PrintWriter(err)).execute(words.split(" "));
        assertThat(err.toString().lines().findFirst()).hasValue(reason);
        assertThat(code).isEqualTo(ExitCode.USAGE);
    }
}
