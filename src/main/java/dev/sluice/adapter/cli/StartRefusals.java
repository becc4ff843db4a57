package dev.sluice.adapter.cli;

import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Converts a refused configuration to one sentence with key, rule and value. The library for configurations adds its
 * own code, a sentence about a conversion and the name of a Java class to the rule.
 */
final class StartRefusals implements Filter {

    private static final Pattern REFUSED = Pattern.compile("(?:[\\w.$]+(?:Exception|Error): )*SRCFG00039: The config"
            + " property (\\S+) with the config value \"([^\\n]*?)\" threw an Exception whilst being converted"
            + " (?:[\\w.$]+(?:Exception|Error): )*([^\\n]*)");

    // strong reference, because an unreferenced logger is collected together with its filter
    private static final Logger APPLICATION = Logger.getLogger("io.quarkus.runtime.Application");

    private StartRefusals() {}

    /** Installs the filter, before the application starts. */
    static void begin() {
        APPLICATION.setFilter(new StartRefusals());
    }

    @Override
    public boolean isLoggable(LogRecord line) {
        String message = line.getMessage();
        if (message != null && REFUSED.matcher(message).find()) {
            line.setMessage(inOneSentence(message));
        }
        return true;
    }

    /** Returns the text with each refused value in the form {@code key rule: 'value'}. */
    static String inOneSentence(String message) {
        return REFUSED.matcher(message)
                .replaceAll(found -> Matcher.quoteReplacement(
                        found.group(1) + " " + found.group(3).strip() + ": '" + found.group(2) + "'"));
    }
}
