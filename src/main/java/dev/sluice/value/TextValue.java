package dev.sluice.value;

/**
 * A value with a grammar of its own. All surfaces show it as its text, which is also the text that its {@link ValueType}
 * reads.
 */
public interface TextValue {

    /** Returns the text of the value. */
    @Override
    String toString();
}
