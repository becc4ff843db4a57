package dev.sluice.control.operation;

import dev.sluice.value.ValueSpec;
import dev.sluice.value.Values;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A form of an operation that is easier to call over JMX: with fewer parameters, with a parameter in another form, or
 * with another result. Immutable.
 *
 * @param name the name of the method
 * @param description the effect; empty for the description of the operation
 * @param answer the result
 * @param inputs the parameters as the caller sees them
 * @param takesDryRun whether a last parameter requests a dry run
 */
public record ShortForm(String name, String description, Answer answer, List<Input> inputs, boolean takesDryRun) {

    /** The result of a form. */
    public enum Answer {
        /** The report of the operation. */
        REPORT,
        /** The state of the pool after the operation. */
        STATE,
        /** The statistics of the pool after the operation. */
        STATISTICS
    }

    /**
     * A parameter of a form.
     *
     * @param spec the parameter as the caller sees it; its name is in refusals
     * @param meaning adds the parameters of the operation that a text of this parameter stands for
     */
    public record Input(ValueSpec<?> spec, Meaning meaning) {

        /** The translation of a text. */
        @FunctionalInterface
        public interface Meaning {

            /** Adds parameters of the operation. */
            void addTo(GivenTexts given, String text);
        }

        /** Returns a parameter of the operation itself. */
        static Input of(ValueSpec<?> spec) {
            return new Input(spec, (given, text) -> given.add(spec.name(), text));
        }

        /** Returns a required number of seconds for a duration of the operation. */
        static Input seconds(ValueSpec<Duration> parameter, String description) {
            ValueSpec<Long> seconds =
                    ValueSpec.required("seconds", Values.wholeNumber(0, Values.LONGEST.toSeconds()), description, "30");
            return new Input(
                    seconds,
                    (given, text) -> given.add(parameter.name(), seconds.type().read(seconds.name(), text) + "s"));
        }

        /** Returns a text of {@code key=value} pairs, each of which is a parameter of the operation. */
        static Input pairs(String name, String description, String example) {
            return new Input(
                    ValueSpec.optional(name, Values.text(), description, example),
                    (given, text) -> GivenTexts.ofPairs(name, text).forEach(given::add));
        }
    }

    /** Copies the list. */
    public ShortForm {
        inputs = List.copyOf(inputs);
    }

    /** Returns a form with the description and the report of the operation. */
    static ShortForm of(String name, Input... inputs) {
        return new ShortForm(name, "", Answer.REPORT, List.of(inputs), false);
    }

    /** Returns the same form with a description of its own. */
    ShortForm describedAs(String sentences) {
        return new ShortForm(name, sentences, answer, inputs, takesDryRun);
    }

    /** Returns the same form with another result. */
    ShortForm answering(Answer result) {
        return new ShortForm(name, description, result, inputs, takesDryRun);
    }

    /** Returns the same form with a last parameter for a dry run. */
    ShortForm withDryRun() {
        return new ShortForm(name, description, answer, inputs, true);
    }

    /**
     * Returns the texts for the parameters of the operation.
     *
     * @param texts the texts of the inputs by their names
     * @throws IllegalArgumentException that names the input that is invalid
     */
    public Map<String, String> translate(Map<String, String> texts) {
        GivenTexts given = new GivenTexts();
        for (Input input : inputs) {
            String text = texts.get(input.spec().name());
            if (text != null) {
                input.meaning().addTo(given, text);
            }
        }
        return given.texts();
    }
}
