package dev.sluice.control.operation;

import dev.sluice.value.BadValue;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The texts that were given for the parameters of an operation. Immutable. */
final class Arguments {

    private final Map<String, String> texts;

    Arguments(Map<String, String> texts) {
        this.texts = Map.copyOf(texts);
    }

    /** Returns all texts by the names of their parameters. */
    Map<String, String> texts() {
        return texts;
    }

    /**
     * Returns the value of a parameter: given, or its default; null if there is neither.
     *
     * @throws BadValue if the text is wrong, or a required one is missing
     */
    <T> @Nullable T get(OperationParameter<T> parameter) {
        String text = texts.get(parameter.name());
        if (text == null && parameter.isRequired()) {
            throw new BadValue(
                    parameter.name(), "must be given (" + parameter.type().kind() + ")", null);
        }
        T value = parameter.isSecret()
                ? secret(parameter, text)
                : parameter.type().readIfGiven(parameter.name(), text);
        return value == null ? parameter.otherwise() : value;
    }

    /** Reads a secret: the refusal does not show it. */
    private static <T> @Nullable T secret(OperationParameter<T> parameter, @Nullable String text) {
        T value = text == null ? null : parameter.type().parse(text);
        if (text != null && value == null) {
            throw new IllegalArgumentException(
                    parameter.name() + " " + parameter.type().rule());
        }
        return value;
    }

    /**
     * Returns the value of a parameter that is required or has a default.
     *
     * @throws BadValue if the text is wrong or missing
     */
    <T> T need(OperationParameter<T> parameter) {
        T value = get(parameter);
        if (value == null) {
            throw new IllegalStateException(parameter.name() + " has no default");
        }
        return value;
    }
}
