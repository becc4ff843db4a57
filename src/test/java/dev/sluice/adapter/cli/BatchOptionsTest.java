package dev.sluice.adapter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.admission.Priority;
import dev.sluice.batch.BatchPlan;
import dev.sluice.batch.control.BatchOrder;
import dev.sluice.batch.control.BatchSetting;
import dev.sluice.batch.control.BatchSettings;
import dev.sluice.batch.control.RowSource;
import dev.sluice.batch.control.Task;
import dev.sluice.batch.rows.RowFormat;
import dev.sluice.batch.rows.RowSyntax;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

@DisplayName("The options of a batch")
@Tag("fast")
class BatchOptionsTest {

    private static BatchOrder order(String words) {
        String[] args = ("batch " + words).strip().split(" +");
        CommandSpec spec = Main.commandLine().parseArgs(args).subcommand().commandSpec();
        return ((BatchCommand) spec.userObject()).options().order(spec, InputStream.nullInputStream());
    }

    @Test
    @DisplayName("B01 left out are a worker for each processor, 128,000 jobs, a queue of 512, and no end of patience")
    void defaults() {
        BatchOrder order = order("");

        assertThat(order.plan().workers()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(order.task()).isEqualTo(new Task.Demo(128_000));
        assertThat(order.plan().queueCapacity()).isEqualTo(512);
        assertThat(order.plan()).isEqualTo(BatchPlan.DEFAULT);
        assertThat(order.pool()).isEqualTo("default");
        assertThat(order.lane()).isEqualTo(Priority.BACKGROUND);
        assertThat(order.chunkSize()).isEqualTo(1);
        assertThat(order.keepAs()).isNull();
    }

    @Test
    @DisplayName("are used as given")
    void given() {
        BatchOrder order = order("--threads 16 --jobs 5 --pool orders --priority low --retries 4 --give-up-after 2m"
                + " --chunk 50 --resume load-7");

        assertThat(order.plan().workers()).isEqualTo(16);
        assertThat(order.plan().attempts()).isEqualTo(5);
        assertThat(order.plan().giveUpAfter()).isEqualTo(Duration.ofMinutes(2));
        assertThat(order.task()).isEqualTo(new Task.Demo(5));
        assertThat(order.pool()).isEqualTo("orders");
        assertThat(order.lane()).isEqualTo(Priority.LOW);
        assertThat(order.chunkSize()).isEqualTo(50);
        assertThat(order.keepAs()).isEqualTo("load-7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.csv", "-"})
    @DisplayName("the spelling of rows is given by --charset, --delimiter and --null, for a file and for the input")
    void spelling(String rows) {
        RowSource from = ((Task.Sql) order("--sql=x --rows=" + rows
                                + " --format=Csv --charset=iso-8859-1 --delimiter=tab --null=\\N")
                        .task())
                .rows();

        RowSyntax syntax = from instanceof RowSource.File file ? file.syntax() : ((RowSource.Stream) from).syntax();
        assertThat(syntax).isEqualTo(new RowSyntax(RowFormat.CSV, StandardCharsets.ISO_8859_1, '\t', "\\N"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--threads=16", "--workers=16", "--workers=16 --threads=16"})
    @DisplayName("B15 --threads is the same as --workers")
    void threads(String words) {
        assertThat(order(words).plan().workers()).isEqualTo(16);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--threads=16 --workers=8 | --workers and threads name one setting and have different values: 8 and 16",
                "--workers=-1 | --workers must be a whole number from 1 to 1000: '-1'",
                "--workers=0 | --workers must be",
                "--threads=two | --threads must be",
                "--jobs=-1 | --jobs must be",
                "--jobs=1e3 | --jobs must be",
                "--retries=-1 | --retries must be",
                "--give-up-after=soon | --give-up-after must be a duration",
                "--priority=urgent | --priority must be one of",
                "--chunk=0 | --chunk must be",
                "--chunk=100001 | --chunk must be",
                "--workers=1001 | --workers must be a whole number from 1 to 1000",
                "--resume=/ | --resume must be",
                "--sql=x | --rows are missing",
                "--rows=a.csv | --sql is missing",
                "--sql=x --rows=a.csv --from-query=y | --from-query and rows",
                "--sql=x --rows=a.csv --from-pool=y | --from-pool needs",
                "--sql=x --rows=a.csv --jobs=3 | --sql and jobs",
                "--sql=x --handler=y | --sql and handler",
                "--sql=x --rows=a.txt | --format is missing",
                "--sql=x --rows=a.csv --format=xml | --format must be one of CSV, NDJSON: 'xml'",
                "--sql=x --rows=a.csv --charset=klingon | --charset must be known to this Java runtime: 'klingon'",
                "--sql=x --from-query=y --charset=UTF-16 | --charset is for rows",
                "--sql=x --rows=a.csv --delimiter=;; | --delimiter must be one character, or tab",
                "--sql=x --rows=a.ndjson --delimiter=; | --delimiter is for rows of CSV only",
                "--sql=x --rows=a.ndjson --null=- | --null is for rows of CSV only",
                "--sql=x --from-query=y --null=- | --null is for rows of CSV",
                "--handler=h --rows=a.csv --jobs=3 | --jobs is for",
                "--color=red | Unknown option: '--color=red'",
                "a b | unexpected: 'a', 'b'"
            })
    @DisplayName("B12, B15 end the command with 2 if they are invalid, and a line names the option")
    void bad(String words, String reason) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine main = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

        int code = main.execute(("batch " + words).split(" +"));

        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).startsWith(reason).contains("Try 'sluice batch --help'");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    @DisplayName("are the declared settings, and options for files and output; the help explains each")
    void declared() {
        List<String> own = List.of("rows", "format", "charset", "failedRows", "overwrite", "json", "help", "version");
        StringWriter help = new StringWriter();
        CommandLine main = Main.commandLine().setOut(new PrintWriter(help));

        main.execute("batch", "--help");

        List<String> names = Stream.concat(
                        BatchSettings.names(BatchSetting.SettingSource.COMMAND_LINE).stream(), own.stream())
                .map(BatchSetting::optionOf)
                .toList();
        assertThat(main.getSubcommands().get("batch").getCommandSpec().options())
                .extracting(OptionSpec::longestName)
                .containsExactlyInAnyOrderElementsOf(names);
        String text = help.toString().replaceAll("\\s+", " ");
        assertThat(BatchSettings.of(BatchSetting.SettingSource.COMMAND_LINE))
                .allSatisfy(setting -> assertThat(text)
                        .contains(setting.option(), setting.spec().description()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "batch --help", "stats --help", "reset --help", "top --help"})
    @DisplayName("have a help")
    void help(String words) {
        StringWriter out = new StringWriter();
        int code = Main.commandLine().setOut(new PrintWriter(out)).execute(words.split(" "));

        assertThat(code).isZero();
        assertThat(out.toString()).startsWith("Usage: sluice");
    }
}
