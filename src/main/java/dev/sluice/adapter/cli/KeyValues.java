package dev.sluice.adapter.cli;

import dev.sluice.access.SecretFile;
import dev.sluice.value.BadValue;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.ParameterException;

/**
 * Reads {@code key=value} words for an operation. A secret is read from a file ({@code password=@FILE}), never from the
 * command line, which every user of the machine can see.
 */
final class KeyValues {

    private static final int LONGEST_SECRET = 65_536;

    private final RemoteCatalogue.RemoteOperation entry;
    private final Function<String, ParameterException> bad;

    /**
     * @param bad creates the refusal with a message
     */
    KeyValues(RemoteCatalogue.RemoteOperation entry, Function<String, ParameterException> bad) {
        this.entry = entry;
        this.bad = bad;
    }

    Map<String, String> read(List<String> words) {
        Map<String, String> given = new LinkedHashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                throw bad.apply("parameters must be key=value: '" + word + "'");
            }
            String key = word.substring(0, equals);
            if (given.put(key, value(key, word.substring(equals + 1))) != null) {
                throw bad.apply(String.valueOf(BadValue.twice(key).getMessage()));
            }
        }
        return given;
    }

    private String value(String key, String value) {
        List<String> known = entry.parameterNames();
        if (!known.contains(key) && !entry.isOpen()) {
            BadValue unknown = BadValue.unknown(key, "parameter of " + entry.name(), known);
            throw bad.apply(String.valueOf(unknown.getMessage()));
        }
        if (!entry.isSecret(key)) {
            return value;
        }
        if (!value.startsWith("@")) {
            throw bad.apply(key + " must be @ and the name of a file, because command lines are visible to all users");
        }
        return secret(key, value.substring(1));
    }

    private String secret(String key, String file) {
        try {
            String secret = new SecretFile(Path.of(file)).readOfAnyOwner().strip();
            if (secret.length() <= LONGEST_SECRET) {
                return secret;
            }
        } catch (InvalidPathException e) {
            throw bad.apply("the file for " + key + " cannot be read: '" + file + "'");
        } catch (SecretFile.Refused e) {
            throw bad.apply("the file for " + key + ", '" + file + "', " + e.getMessage());
        }
        throw bad.apply("the file for " + key + " has more than " + LONGEST_SECRET + " characters: '" + file + "'");
    }
}
