package dev.sluice.embedding;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The content of sluice-core, as its pom describes it. */
final class CoreJar {

    private static final Path CLASSES = Path.of("target", "classes");

    private final Document pom;

    CoreJar() {
        pom = parse(Path.of("src", "core", "pom.xml"));
    }

    static Document parse(Path file) {
        try {
            return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the text of a property of a pom. */
    static String property(Document pom, String name) {
        return pom.getElementsByTagName(name).item(0).getTextContent().strip();
    }

    Document pom() {
        return pom;
    }

    /** Returns the artifacts that the jar cannot do without. */
    List<String> dependencies() {
        List<String> required = new ArrayList<>();
        NodeList all = pom.getElementsByTagName("dependency");
        for (int i = 0; i < all.getLength(); i++) {
            Element dependency = (Element) all.item(i);
            if (dependency.getElementsByTagName("optional").getLength() == 0) {
                required.add(
                        dependency.getElementsByTagName("artifactId").item(0).getTextContent());
            }
        }
        return required;
    }

    /** Copies the classes and files of the jar to a directory. */
    void unpackTo(Path directory) throws IOException {
        Element jar = (Element) pom.getElementsByTagName("plugin").item(0);
        List<PathMatcher> included = patterns(jar, "include");
        List<PathMatcher> excluded = patterns(jar, "exclude");
        try (Stream<Path> files = Files.walk(CLASSES)) {
            files.filter(Files::isRegularFile)
                    .map(CLASSES::relativize)
                    .filter(file -> matches(file, included) && !matches(file, excluded))
                    .forEach(file -> copy(file, directory));
        }
    }

    private static List<PathMatcher> patterns(Element jar, String tag) {
        List<PathMatcher> patterns = new ArrayList<>();
        NodeList all = jar.getElementsByTagName(tag);
        for (int i = 0; i < all.getLength(); i++) {
            patterns.add(FileSystems.getDefault()
                    .getPathMatcher("glob:" + all.item(i).getTextContent().strip()));
        }
        return patterns;
    }

    private static boolean matches(Path file, List<PathMatcher> patterns) {
        return patterns.stream().anyMatch(pattern -> pattern.matches(file));
    }

    private static void copy(Path file, Path directory) {
        try {
            Path target = directory.resolve(file);
            Files.createDirectories(target.getParent());
            Files.copy(CLASSES.resolve(file), target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
