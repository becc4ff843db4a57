package dev.sluice.value;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The texts of declared values, such as the parameters of an operation. Immutable. */
public final class Arguments {

    private final Map<String, String> texts;

    /** Creates arguments from the texts by the names of the values. */
    public Arguments(Map<String, String> texts) {
        this.texts = Map.copyOf(texts);
    }

    /** Returns all texts by the names of their values. */
    public Map<String, String> texts() {
        return texts;
    }

    /**
     * Returns the given value or its default; null without both.
     *
     * @throws BadValue if the text is invalid, or if a required text is missing
     */
    public <T> @Nullable T get(ValueSpec<T> spec) {
        String text = texts.get(spec.name());
        if (text == null && spec.isRequired()) {
            throw BadValue.ofText(spec.name(), "must be given (" + spec.type().kind() + ")", null);
        }
        T value = !spec.isShown() ? unshown(spec, text) : spec.type().readIfGiven(spec.name(), text);
        return value == null ? spec.otherwise() : value;
    }

    /** Reads a value that is not shown, not even by its refusal. */
    private static <T> @Nullable T unshown(ValueSpec<T> spec, @Nullable String text) {
        T value = text == null ? null : spec.type().parse(text);
        if (text != null && value == null) {
            throw BadValue.of(spec.name(), spec.type().rule());
        }
        return value;
    }

    /**
     * Returns a value that is required or has a default.
     *
     * @throws BadValue if the text is invalid or missing
     */
    public <T> T need(ValueSpec<T> spec) {
        T value = get(spec);
        if (value == null) {
            throw new IllegalStateException(spec.name() + " has no default");
        }
        return value;
    }
}
