package dev.sluice.adapter.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version and the commit, as written by the build, and the JVM that runs. */
final class VersionText implements IVersionProvider {

    /** The file that the build writes beside this class. */
    static final String FILE = "build.properties";

    @Override
    public String[] getVersion() {
        Properties build = build();
        String version = build.getProperty("version", "of unknown version");
        String commit = build.getProperty("commit", "");
        List<String> lines = new ArrayList<>();
        lines.add("sluice " + version + (commit.isEmpty() ? "" : " (commit " + commit + ")"));
        lines.add(
                "Java " + System.getProperty("java.runtime.version") + " (" + System.getProperty("java.vendor") + ")");
        return lines.toArray(String[]::new);
    }

    private static Properties build() {
        Properties build = new Properties();
        try (InputStream in = VersionText.class.getResourceAsStream(FILE)) {
            if (in != null) {
                build.load(in);
            }
        } catch (IOException e) {
            return new Properties(); // unknown, as without the file
        }
        return build;
    }
}
