package dev.sluice.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Compares the table of the parts of a pool in docs/ARCHITECTURE.md with the classes of package {@code pool}. */
@Tag("fast")
class PoolPartsTableTest {

    private static final String POOL = "dev.sluice.pool";
    private static final String HEAD = "| Part | Task |";
    private static final Pattern TYPE = Pattern.compile("`(\\w+)`");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(POOL);

    @Test
    @DisplayName("the table of the parts of a pool lists every type of the package once")
    void isComplete() throws IOException {
        List<String> listed = new ArrayList<>();
        table().forEach(listed::addAll);
        assertThat(listed)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(inPackage()
                        .map(ClassCycles::outermost)
                        .map(PoolPartsTableTest::simple)
                        .collect(Collectors.toSet()));
    }

    @Test
    @DisplayName("a row of the table of the parts of a pool uses types of the same row and of rows above only")
    void isInOrder() throws IOException {
        Map<String, Integer> rows = rows();
        Set<String> faults = new TreeSet<>();
        inPackage().forEach(user -> {
            String name = simple(ClassCycles.outermost(user));
            for (Dependency dependency : user.getDirectDependenciesFromSelf()) {
                JavaClass used = dependency.getTargetClass().getBaseComponentType();
                String target = simple(ClassCycles.outermost(used));
                if (used.getPackageName().equals(POOL)
                        && rows.getOrDefault(target, 0) > rows.getOrDefault(name, Integer.MAX_VALUE)) {
                    faults.add(name + " uses " + target + ", which the table lists below it");
                }
            }
        });
        assertThat(faults).isEmpty();
    }

    private static Stream<JavaClass> inPackage() {
        return CLASSES.stream()
                .filter(type -> type.getPackageName().equals(POOL))
                .filter(type -> !type.getSimpleName().equals("package-info"));
    }

    private static String simple(String fullName) {
        return fullName.substring(fullName.lastIndexOf('.') + 1);
    }

    private static Map<String, Integer> rows() throws IOException {
        Map<String, Integer> rows = new LinkedHashMap<>();
        List<List<String>> table = table();
        for (int row = 0; row < table.size(); row++) {
            for (String type : table.get(row)) {
                rows.put(type, row);
            }
        }
        return rows;
    }

    /** Returns the types of each row of the table. */
    private static List<List<String>> table() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("docs", "ARCHITECTURE.md"));
        List<List<String>> rows = new ArrayList<>();
        int begin = lines.indexOf(HEAD) + 2;
        for (int i = begin; lines.get(i).startsWith("|"); i++) {
            List<String> types = new ArrayList<>();
            Matcher type = TYPE.matcher(lines.get(i).split("\\|")[1]);
            while (type.find()) {
                types.add(type.group(1));
            }
            rows.add(types);
        }
        return rows;
    }
}
