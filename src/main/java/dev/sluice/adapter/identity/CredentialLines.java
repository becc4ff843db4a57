package dev.sluice.adapter.identity;

import dev.sluice.value.BadValue;
import java.io.IOException;
import java.io.StringReader;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** The text of the file with credentials: a properties file with the keys of the settings, without their prefix. */
final class CredentialLines {

    private CredentialLines() {}

    /**
     * Reads the text.
     *
     * @throws BadValue that names the key
     */
    static Credentials read(String text) {
        Properties lines = new OnceEach();
        try {
            lines.load(new StringReader(text));
        } catch (IOException | IllegalArgumentException e) {
            throw e instanceof BadValue bad ? bad : BadValue.of("the file", "is no properties file");
        }
        Map<String, String> values = new HashMap<>();
        lines.stringPropertyNames().forEach(key -> values.put(key, lines.getProperty(key)));
        return CredentialReader.read(values);
    }

    /** Properties that refuse a repeated key, of which only one value would count. */
    private static final class OnceEach extends Properties {

        private static final long serialVersionUID = 1;

        @Override
        public synchronized Object put(Object key, Object value) {
            if (super.put(key, value) != null) {
                throw BadValue.twice(String.valueOf(key));
            }
            return value;
        }
    }
}
