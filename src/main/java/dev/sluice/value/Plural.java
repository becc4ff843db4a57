package dev.sluice.value;

/** Numbers of things in English: {@code 1 lease}, {@code 2 leases}. Without state, and thread-safe. */
public final class Plural {

    private Plural() {}

    /** Returns the number with the noun, whose plural ends with an s. */
    public static String of(long number, String one) {
        return number + " " + one + ending(number);
    }

    /** Returns the ending of a noun behind the number: nothing, or an s. */
    public static String ending(long number) {
        return number == 1 ? "" : "s";
    }

    /** Returns the number with the words for one, or with those for another number. */
    public static String of(long number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }
}
