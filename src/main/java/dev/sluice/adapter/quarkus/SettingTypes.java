package dev.sluice.adapter.quarkus;

import dev.sluice.access.Role;
import dev.sluice.value.NetworkAddress;
import dev.sluice.value.ValueType;
import dev.sluice.value.Values;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.spi.Converter;

/**
 * The types of settings of the service, as converters. Each reads one type of value, and refuses a value outside its
 * range with an {@link IllegalArgumentException} that states the rule. The configuration adds the key and the value.
 * {@link SettingReader} reads the settings of pools.
 */
public final class SettingTypes {

    private static final ValueType<Integer> COUNT = Values.integer(1, 10_000);
    private static final ValueType<Long> BYTES = Values.bytes();
    private static final ValueType<Integer> PORT = Values.integer(1, 65_535);
    private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}");
    private static final ValueType<String> HEADER = Values.text(
            "the name of a header, of at most 64 characters",
            text -> HEADER_NAME.matcher(text.strip()).matches() ? text.strip() : null);
    private static final Pattern CLASS_PREFIX = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]*(\\.[A-Za-z0-9_$]*){0,20}");
    private static final ValueType<String> PREFIX = Values.text(
            "the beginning of a class name, such as org.hibernate., of at most 200 characters",
            text -> text.length() <= 200 && CLASS_PREFIX.matcher(text.strip()).matches() ? text.strip() : null);
    private static final String OPERATOR = "operator";
    private static final ValueType<String> LOCAL_ROLE = Values.choice(List.of("viewer", OPERATOR));

    private SettingTypes() {}

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }

    private static <T> T read(ValueType<T> type, String text) {
        T value = type.parse(text);
        if (value == null) {
            throw new IllegalArgumentException(type.rule());
        }
        return value;
    }

    /** Reads only {@code true} or {@code false}, because a misspelt flag must not read as false. */
    public static final class Flag implements Converter<Boolean> {

        private static final long serialVersionUID = 1L;

        @Override
        public Boolean convert(String text) {
            return read(Values.FLAG, text);
        }
    }

    /** Reads the beginning of the name of a class. */
    public static final class ClassPrefix implements Converter<String> {

        private static final long serialVersionUID = 1L;

        @Override
        public String convert(String text) {
            return read(PREFIX, text);
        }
    }

    /** Reads a duration from zero to 36500 days. */
    public static final class NotNegative implements Converter<Duration> {

        private static final long serialVersionUID = 1L;

        @Override
        public Duration convert(String text) {
            return read(Values.DURATION, text);
        }
    }

    /** Reads a duration from one millisecond to 36500 days. */
    public static final class Positive implements Converter<Duration> {

        private static final long serialVersionUID = 1L;

        @Override
        public Duration convert(String text) {
            return read(Values.POSITIVE_DURATION, text);
        }
    }

    /** Reads a whole number from 1 to 10000. */
    public static final class Count implements Converter<Integer> {

        private static final long serialVersionUID = 1L;

        @Override
        public Integer convert(String text) {
            return read(COUNT, text);
        }
    }

    /** Reads a number of bytes, at least 1. */
    public static final class Bytes implements Converter<Long> {

        private static final long serialVersionUID = 1L;

        @Override
        public Long convert(String text) {
            return read(BYTES, text);
        }
    }

    /** Reads the path of a URL; the value has no slash at its end. */
    public static final class UrlPath implements Converter<String> {

        private static final long serialVersionUID = 1L;

        @Override
        public String convert(String text) {
            return read(Values.URL_PATH, text);
        }
    }

    /** Reads the name of a header of HTTP (RFC 9110, section 5.1). */
    public static final class HeaderName implements Converter<String> {

        private static final long serialVersionUID = 1L;

        @Override
        public String convert(String text) {
            return read(HEADER, text);
        }
    }

    /** Reads the name or the IP address of a host without a port. */
    public static final class HostText implements Converter<String> {

        private static final long serialVersionUID = 1L;

        @Override
        public String convert(String text) {
            NetworkAddress address = Values.HOST.parse(text);
            if (address == null || address.hasPort()) {
                throw new IllegalArgumentException("must be the name or the IP address of a host, without a port");
            }
            return address.host();
        }
    }

    /** Reads the number of a port, from 1 to 65535. */
    public static final class PortNumber implements Converter<Integer> {

        private static final long serialVersionUID = 1L;

        @Override
        public Integer convert(String text) {
            return read(PORT, text);
        }
    }

    /** Reads the role of local JMX clients, viewer or operator. */
    public static final class LocalRole implements Converter<Role> {

        private static final long serialVersionUID = 1L;

        @Override
        public Role convert(String text) {
            return read(LOCAL_ROLE, text).equals(OPERATOR) ? Role.OPERATOR : Role.VIEWER;
        }
    }

    /** Reads the path of a file that exists, or that can be created because its directory exists. */
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

    /**
     * Reads the path of a directory that exists, or that can be created because its first existing parent is a
     * directory.
     */
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
