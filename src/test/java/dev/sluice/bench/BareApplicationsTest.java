package dev.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** The Maven projects of the applications that the benchmark compares the start of the service with. */
@Tag("fast")
@DisplayName("Applications without Sluice")
class BareApplicationsTest {

    private static final Path BARE = Path.of("src/bench/bare");

    private static Element project(Path pom) throws Exception {
        Document document =
                DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(pom.toFile());
        return document.getDocumentElement();
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getTagName().equals(name)) {
                found.add(element);
            }
        }
        return found;
    }

    private static Map<String, String> versions(Path pom) throws Exception {
        Map<String, String> versions = new TreeMap<>();
        Element properties = children(project(pom), "properties").get(0);
        for (Node node = properties.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node.getNodeName().endsWith(".version") || node.getNodeName().endsWith(".release")) {
                versions.put(node.getNodeName(), node.getTextContent().trim());
            }
        }
        return versions;
    }

    /** Returns the extensions of Quarkus that an application of this project runs with. */
    private static List<String> extensions(Path pom) throws Exception {
        return children(children(project(pom), "dependencies").get(0), "dependency").stream()
                .filter(each -> text(each, "groupId").equals("io.quarkus"))
                .filter(each -> text(each, "scope").isEmpty())
                .map(each -> text(each, "artifactId"))
                .toList();
    }

    private static String text(Element parent, String name) {
        return children(parent, name).stream()
                .map(each -> each.getTextContent().trim())
                .findFirst()
                .orElse("");
    }

    @Test
    @DisplayName("have the versions of the service")
    void versions() throws Exception {
        Map<String, String> bare = versions(BARE.resolve("pom.xml"));
        assertThat(bare)
                .containsKeys("quarkus.platform.version", "agroal.version", "netty.version", "maven.compiler.release");
        assertThat(versions(Path.of("pom.xml"))).containsAllEntriesOf(bare);
    }

    @Test
    @DisplayName("\"same\" has exactly the Quarkus extensions of the service")
    void extensions() throws Exception {
        List<String> same = new ArrayList<>(extensions(BARE.resolve("pom.xml")));
        same.addAll(extensions(BARE.resolve("same/pom.xml")));
        assertThat(same).containsExactlyInAnyOrderElementsOf(extensions(Path.of("pom.xml")));
    }
}
