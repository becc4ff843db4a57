package dev.sluice.adapter.cli;

import dev.sluice.batch.control.BatchOrder;
import dev.sluice.batch.control.BatchSetting;
import dev.sluice.batch.control.BatchSettings;
import dev.sluice.batch.control.OrderReader;
import dev.sluice.batch.control.RowSource;
import dev.sluice.batch.rows.RowFormat;
import dev.sluice.batch.rows.RowSyntax;
import dev.sluice.value.BadValue;
import dev.sluice.value.ValueSpec;
import dev.sluice.value.ValueType;
import dev.sluice.value.Values;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * The options of {@code sluice batch}, and the order that they describe: options of the declared settings, and options
 * for files and output of the command.
 */
final class BatchOptions {

    private static final String STANDARD_INPUT = "-";
    private static final ValueType<RowFormat> FORMAT = Values.choice(RowFormat.class);

    /** The order after the options of settings, which have the order -1. */
    private static final int AFTER_SETTINGS = 1;

    @Option(
            names = "--rows",
            paramLabel = "FILE",
            order = AFTER_SETTINGS,
            description = "File of rows: CSV with a header, or NDJSON; - for the standard input.")
    private @Nullable String rows;

    @Option(
            names = "--format",
            paramLabel = "F",
            order = AFTER_SETTINGS,
            description = "Format of the rows, csv or ndjson (default: by the ending of the file).")
    private @Nullable String format;

    @Option(
            names = "--charset",
            paramLabel = "NAME",
            order = AFTER_SETTINGS,
            description = "Encoding of the rows, such as ISO-8859-1 or UTF-16 (default: UTF-8).")
    private @Nullable String charset;

    @Option(
            names = "--failed-rows",
            paramLabel = "FILE",
            order = AFTER_SETTINGS,
            description = "File for failed rows, as NDJSON with the reasons; can be repaired and given to --rows.")
    private @Nullable Path failedRows;

    @Option(
            names = "--overwrite",
            order = AFTER_SETTINGS,
            description = "Replaces an existing file of --failed-rows (default: the file is kept).")
    private boolean overwrite;

    @Option(names = "--json", order = AFTER_SETTINGS, description = "Prints only the result, as JSON.")
    private boolean json;

    /** Adds an option for each declared setting. */
    static void addSettings(CommandSpec command) {
        for (BatchSetting<?> setting : BatchSettings.of(BatchSetting.SettingSource.COMMAND_LINE)) {
            OptionSpec.Builder option = OptionSpec.builder(setting.option());
            if (setting.isFlag()) {
                option.type(boolean.class)
                        .arity("0")
                        .description(escaped(setting.spec().description()));
            } else {
                option.type(String.class).paramLabel(setting.label()).description(words(setting.spec()));
            }
            command.addOption(option.build());
        }
    }

    private static String words(ValueSpec<?> spec) {
        String otherwise = spec.shownDefault() == null ? "" : " (default: " + spec.shownDefault() + ")";
        return escaped(spec.description() + " Takes " + spec.type().kind() + otherwise + ".");
    }

    private static String escaped(String description) {
        return description.replace("%", "%%");
    }

    boolean isJson() {
        return json;
    }

    @Nullable
    Path failedRows() {
        return failedRows;
    }

    boolean overwrites() {
        return overwrite;
    }

    /** Checks that the options are consistent. */
    void check(CommandSpec command) {
        order(command, InputStream.nullInputStream());
    }

    /** Returns the order that the options describe. */
    BatchOrder order(CommandSpec command, InputStream in) {
        try {
            return OrderReader.order(settings(command), rows(in));
        } catch (BadValue e) {
            throw new ParameterException(command.commandLine(), BatchSetting.optionOf(e.name()) + " " + e.problem());
        }
    }

    private static Map<String, String> settings(CommandSpec command) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (BatchSetting<?> setting : BatchSettings.of(BatchSetting.SettingSource.COMMAND_LINE)) {
            Object value = command.findOption(setting.option()).getValue();
            if (value != null && !(setting.isFlag() && value.equals(false))) {
                settings.put(setting.name(), value.toString());
            }
        }
        return settings;
    }

    private @Nullable RowSource rows(InputStream in) {
        Charset encoding = encoding();
        if (rows == null) {
            if (charset != null) {
                throw BadValue.of("charset", "is for rows of a file or of the input");
            }
            return null;
        }
        RowSyntax syntax = RowSyntax.of(formatOf(rows)).in(encoding);
        return rows.equals(STANDARD_INPUT)
                ? new RowSource.Stream(in, syntax)
                : new RowSource.File(Path.of(rows), syntax);
    }

    private Charset encoding() {
        try {
            return charset == null ? StandardCharsets.UTF_8 : Charset.forName(charset.strip());
        } catch (IllegalArgumentException e) {
            throw BadValue.ofText("charset", "must be known to this Java runtime", charset);
        }
    }

    private RowFormat formatOf(String file) {
        if (format != null) {
            return FORMAT.read("format", format);
        }
        return RowFormat.ofFile(file)
                .orElseThrow(() ->
                        BadValue.of("format", "is missing: csv or ndjson; the name '" + file + "' has neither ending"));
    }
}
