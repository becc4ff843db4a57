package dev.sluice.adapter.quarkus;

import io.quarkus.runtime.configuration.DurationConverter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.microprofile.config.spi.Converter;

/**
 * The types of settings, as converters: each reads one type of value and refuses a value outside its range with an
 * {@link IllegalArgumentException} that states the rule. The configuration adds the key and the value. A rule that
 * compares several settings is not here; see {@link PoolSettings}.
 */
public final class SettingTypes {

    private static final String DURATION = "must be a duration, such as 500ms, 30s, 5m or PT1H";
    private static final int LARGEST_COUNT = 10_000;

    /** The longest duration, as for the durations of a pool: nanoseconds in a long end after 292 years. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private SettingTypes() {}

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }

    private static Duration duration(String text) {
        Duration value;
        try {
            value = DurationConverter.parseDuration(text.trim());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(DURATION, e);
        }
        if (value == null) {
            throw new IllegalArgumentException(DURATION);
        }
        require(value.compareTo(LONGEST) <= 0, "must be at most " + LONGEST.toDays() + " days");
        return value;
    }

    /** Reads {@code true} or {@code false}, and nothing else: a misspelt flag must not read as false. */
    public static final class Flag implements Converter<Boolean> {

        private static final long serialVersionUID = 1L;

        @Override
        public Boolean convert(String text) {
            String value = text.trim();
            require(value.equals("true") || value.equals("false"), "must be true or false");
            return value.equals("true");
        }
    }

    /** A duration from zero to 36500 days. */
    public static final class NotNegative implements Converter<Duration> {

        private static final long serialVersionUID = 1L;

        @Override
        public Duration convert(String text) {
            Duration value = duration(text);
            require(!value.isNegative(), "must not be negative");
            return value;
        }
    }

    /** A duration from one millisecond to 36500 days. */
    public static final class Positive implements Converter<Duration> {

        private static final long serialVersionUID = 1L;

        @Override
        public Duration convert(String text) {
            Duration value = duration(text);
            require(value.compareTo(Duration.ofMillis(1)) >= 0, "must be at least 1 ms");
            return value;
        }
    }

    /** A whole number from 1 to 10000. */
    public static final class Count implements Converter<Integer> {

        private static final long serialVersionUID = 1L;
        private static final String RULE = "must be a whole number from 1 to " + LARGEST_COUNT;

        @Override
        public Integer convert(String text) {
            try {
                int value = Integer.parseInt(text.trim());
                require(value >= 1 && value <= LARGEST_COUNT, RULE);
                return value;
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(RULE, e);
            }
        }
    }

    /** A number of bytes, at least 1. */
    public static final class Bytes implements Converter<Long> {

        private static final long serialVersionUID = 1L;
        private static final String RULE = "must be a number of bytes, at least 1";

        @Override
        public Long convert(String text) {
            try {
                long value = Long.parseLong(text.trim());
                require(value >= 1, RULE);
                return value;
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(RULE, e);
            }
        }
    }

    /** A file that exists, or can be made because its directory exists. */
    public static final class WritableFile implements Converter<Path> {

        private static final long serialVersionUID = 1L;

        @Override
        public Path convert(String text) {
            Path file = Path.of(text.trim());
            Path directory = file.toAbsolutePath().normalize().getParent();
            require(!Files.isDirectory(file), "must be a file, and is a directory");
            if (directory == null || !Files.isDirectory(directory)) {
                throw new IllegalArgumentException("must be in a directory that exists; there is no " + directory);
            }
            require(Files.isWritable(directory), "must be in a directory that this user may write to");
            return file;
        }
    }

    /** A directory that exists, or can be made because the first of its parents that exists is a directory. */
    public static final class WritableDirectory implements Converter<Path> {

        private static final long serialVersionUID = 1L;

        @Override
        public Path convert(String text) {
            Path directory = Path.of(text.trim());
            Path existing = directory.toAbsolutePath().normalize();
            while (existing != null && Files.notExists(existing)) {
                existing = existing.getParent();
            }
            if (existing == null || !Files.isDirectory(existing)) {
                throw new IllegalArgumentException("must be a directory; " + existing + " is a file");
            }
            require(Files.isWritable(existing), "must be a directory that this user may write to");
            return directory;
        }
    }
}
