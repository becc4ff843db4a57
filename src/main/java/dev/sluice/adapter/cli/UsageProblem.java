package dev.sluice.adapter.cli;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The words in which an invalid command is refused, in place of those of picocli. */
final class UsageProblem {

    private static final Pattern NOT_ONE_OF = Pattern.compile(
            "Invalid value for (?:option '(.+?)'|positional parameter at index .+? \\((.+?)\\)).*: expected one of"
                    + " \\[(.*)] \\(case-(?:in)?sensitive\\) but was ('.*')",
            Pattern.DOTALL);

    private UsageProblem() {}

    /** Returns the reason of a refusal in one line. */
    static String text(ParameterException e) {
        return PlainText.text(
                e instanceof UnmatchedArgumentException unmatched
                        ? unmatched(unmatched)
                        : worded(String.valueOf(e.getMessage())));
    }

    private static String unmatched(UnmatchedArgumentException e) {
        List<String> arguments = e.getUnmatched();
        String first = arguments.get(0);
        boolean isMain = e.getCommandLine().getParent() == null;
        if (first.startsWith("-")) {
            return "Unknown option: '" + first + "'" + (isMain ? "; options of a command follow its name" : "");
        }
        return isMain ? "there is no command '" + first + "'" : "unexpected: '" + String.join("', '", arguments) + "'";
    }

    private static String worded(String message) {
        Matcher found = NOT_ONE_OF.matcher(message);
        if (!found.matches()) {
            return message;
        }
        String name = found.group(1) == null ? found.group(2) : found.group(1);
        return name + " must be one of " + found.group(3) + ": " + found.group(4);
    }
}
