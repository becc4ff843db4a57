package dev.sluice.adapter.health;

import dev.sluice.pool.failure.UnknownPool;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads a value from each of several pools. */
final class EachPool {

    private EachPool() {}

    /** Returns the values in the order of the names, without values of pools that are removed meanwhile. */
    static <T> List<T> ask(List<String> names, Function<String, T> question) {
        return names.stream().flatMap(name -> answer(name, question)).toList();
    }

    private static <T> Stream<T> answer(String name, Function<String, T> question) {
        try {
            return Stream.of(question.apply(name));
        } catch (UnknownPool e) {
            return Stream.empty();
        }
    }
}
