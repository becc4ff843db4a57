package dev.sluice.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Checks that a simple name means one type of the main sources. docs/STYLE.md has the rule. */
@Tag("fast")
class TypeNamesTest {

    private static final String ATTRIBUTE = "an enum of the type around it, always written with that type";

    /** The names that several types may have, with the reason. All of these types but one are nested. */
    private static final Map<String, String> SHARED = Map.of(
            "Builder", "builds the type around it",
            "Draft", "has the values of the record around it, to be set by name",
            "Kind", ATTRIBUTE,
            "Reason", ATTRIBUTE,
            "Status", ATTRIBUTE);

    @Test
    @DisplayName("no two types have the same simple name, nested types included, except for the listed names")
    void unique() {
        Map<String, Set<String>> types = new TreeMap<>();
        for (JavaClass type : new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.sluice")) {
            if (isDeclared(type)) {
                types.computeIfAbsent(type.getSimpleName(), name -> new TreeSet<>())
                        .add(type.getName());
            }
        }
        assertThat(types).containsKey("ManagedPool");
        Set<String> shared = types.entrySet().stream()
                .filter(type -> type.getValue().size() > 1)
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
        types.keySet().retainAll(shared);
        assertThat(types.keySet())
                .as("names of several types: %s", types)
                .containsExactlyInAnyOrderElementsOf(SHARED.keySet());
    }

    /** Returns whether the sources declare the type by a name; annotation processors and lambdas make others. */
    private static boolean isDeclared(JavaClass type) {
        return !type.isAnonymousClass()
                && !type.getSimpleName().isEmpty()
                && !type.getSimpleName().equals("package-info")
                && !type.getName().contains("_$");
    }
}
