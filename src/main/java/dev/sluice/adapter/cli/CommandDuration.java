package dev.sluice.adapter.cli;

import dev.sluice.value.ValueType;
import dev.sluice.value.Values;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a duration, such as {@code 5}, {@code 0.5} or {@code 500ms}: from a tenth of a second to a day. */
final class CommandDuration implements ITypeConverter<Duration> {

    private static final ValueType<Duration> TYPE = Values.duration(Duration.ofMillis(100), Duration.ofDays(1));

    @Override
    public Duration convert(String text) {
        Duration value = TYPE.parse(text);
        if (value == null) {
            throw new TypeConversionException(TYPE.rule() + ": '" + PlainText.text(text) + "'");
        }
        return value;
    }
}
