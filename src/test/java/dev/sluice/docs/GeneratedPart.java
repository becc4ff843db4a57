package dev.sluice.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A part of a document between two comments, which equals the declarations of the code. The system property
 * {@code sluice.docs.write} writes such parts.
 */
public record GeneratedPart(Path file, String name) {

    /** Compares the lines with the part, or writes them into the document. */
    public void compare(List<String> lines) throws IOException {
        String text = Files.readString(file);
        String expected = String.join("\n", lines) + "\n";
        int begin = begin(text);
        int end = end(text, begin);
        if (System.getProperty("sluice.docs.write") != null) {
            Files.writeString(file, text.substring(0, begin) + expected + text.substring(end));
        } else {
            assertThat(text.substring(begin, end)).isEqualTo(expected);
        }
    }

    /** Returns the present lines of the part. */
    public List<String> lines() throws IOException {
        String text = Files.readString(file);
        int begin = begin(text);
        return text.substring(begin, end(text, begin)).lines().toList();
    }

    private int begin(String text) {
        int mark = text.indexOf("<!-- " + name + ": begin, generated");
        assertThat(mark).as("begin of " + name).isNotNegative();
        return text.indexOf('\n', mark) + 1;
    }

    private int end(String text, int begin) {
        int end = text.indexOf("<!-- " + name + ": end -->\n");
        assertThat(end).as("end of " + name).isGreaterThanOrEqualTo(begin);
        return end;
    }
}
