package dev.sluice.adapter.console;

import org.jspecify.annotations.Nullable;

/**
 * The paths of the console: the page at its path with a slash, and its files below {@value #FILES}. Immutable.
 *
 * @param path the path of the page, without a slash at its end
 */
record ConsolePaths(String path) {

    /** The directory of all files but the page, below the path of the page. */
    static final String FILES = "/assets/";

    /** Returns the name of the file at a normalized path of a request; null for a path that cannot be of the console. */
    @Nullable
    String file(String request) {
        if (request.equals(path + "/")) {
            return ConsoleFiles.PAGE;
        }
        String files = path + FILES;
        String name = request.startsWith(files) ? request.substring(files.length()) : "";
        return name.isEmpty() || name.equals(ConsoleFiles.PAGE) ? null : name;
    }

    /** Returns whether a path is that of the page without the slash, by which relative references would go astray. */
    boolean lacksSlash(String request) {
        return !path.isEmpty() && request.equals(path);
    }

    /**
     * Returns the path of the API, relative to the page, with a slash at its end. A proxy may serve both below a path of
     * its own.
     */
    String relative(String api) {
        int depth = (int) path.chars().filter(each -> each == '/').count();
        return (depth == 0 ? "./" : "../".repeat(depth)) + (api.isEmpty() ? "" : api.substring(1) + "/");
    }
}
