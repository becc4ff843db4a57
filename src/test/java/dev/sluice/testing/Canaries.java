package dev.sluice.testing;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Planted secrets, each with a name and a core that occurs nowhere else. A text has a secret if it has the core, the
 * secret in any encoding, or the core in base64.
 */
public final class Canaries {

    private static final String MARKS_BEFORE = "p@";
    private static final String MARKS_AFTER = ":w/rd;&?#%\"'\\";

    private final Map<String, String> cores = new LinkedHashMap<>();

    /** Returns the core of a new secret: letters and digits. */
    public String plain(String name) {
        String core = "Zq%02dKx7wVb".formatted(cores.size());
        if (cores.putIfAbsent(name, core) != null) {
            throw new IllegalStateException(name + " is planted already");
        }
        return core;
    }

    /** Returns a new secret with the punctuation of passwords. */
    public String marked(String name) {
        return MARKS_BEFORE + plain(name) + MARKS_AFTER;
    }

    /** Returns a new secret with punctuation that is no separator in URLs and SQL. */
    public String mild(String name) {
        return plain(name) + "!~^*";
    }

    /** Returns the text in the encoding of URLs. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The number of planted secrets. */
    public int size() {
        return cores.size();
    }

    /** Returns the names of the secrets that the text has. */
    public List<String> in(String text) {
        List<String> found = new ArrayList<>();
        cores.forEach((name, core) -> {
            if (text.contains(core) || formsOf(core).stream().anyMatch(text::contains)) {
                found.add(name);
            }
        });
        return found;
    }

    /** Returns the forms of base64, at each of the three offsets, without the characters that depend on the neighbours. */
    private static List<String> formsOf(String core) {
        List<String> forms = new ArrayList<>();
        for (int offset = 0; offset < 3; offset++) {
            byte[] bytes = ("x".repeat(offset) + core).getBytes(StandardCharsets.US_ASCII);
            String base64 = Base64.getEncoder().withoutPadding().encodeToString(bytes);
            forms.add(base64.substring(offset == 0 ? 0 : offset + 1, base64.length() - 2));
        }
        return forms;
    }
}
