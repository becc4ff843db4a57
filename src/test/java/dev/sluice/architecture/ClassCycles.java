package dev.sluice.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Finds the sets of top-level classes of one package that all reach each other; a nested class counts as its outermost. */
final class ClassCycles {

    private final Map<String, Set<String>> uses = new TreeMap<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<String, Integer> lowest = new HashMap<>();
    private final Deque<String> path = new ArrayDeque<>();
    private final Set<Set<String>> found = new HashSet<>();

    private ClassCycles(Iterable<JavaClass> classes) {
        for (JavaClass each : classes) {
            String from = outermost(each);
            Set<String> used = uses.computeIfAbsent(from, key -> new TreeSet<>());
            for (Dependency dependency : each.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                if (target.getPackageName().equals(each.getPackageName())) {
                    used.add(outermost(target));
                }
            }
        }
    }

    /** Returns the sets of two and more classes, by their full names. */
    static Set<Set<String>> of(Iterable<JavaClass> classes) {
        ClassCycles cycles = new ClassCycles(classes);
        for (String each : cycles.uses.keySet()) {
            if (!cycles.numbers.containsKey(each)) {
                cycles.visit(each);
            }
        }
        return cycles.found;
    }

    /** Returns the full name of the top-level class around a class. */
    static String outermost(JavaClass nested) {
        String name = nested.getName();
        int dollar = name.indexOf('$');
        return dollar < 0 ? name : name.substring(0, dollar);
    }

    /** Visits a class by Tarjan's algorithm for strongly connected components. */
    private void visit(String name) {
        int number = numbers.size();
        numbers.put(name, number);
        lowest.put(name, number);
        path.push(name);
        for (String used : uses.getOrDefault(name, Set.of())) {
            if (!numbers.containsKey(used)) {
                visit(used);
                lowest.merge(name, lowest.get(used), Math::min);
            } else if (path.contains(used)) {
                lowest.merge(name, numbers.get(used), Math::min);
            }
        }
        if (lowest.get(name) == number) {
            pop(name);
        }
    }

    private void pop(String first) {
        Set<String> component = new TreeSet<>();
        String last;
        do {
            last = path.pop();
            component.add(last);
        } while (!last.equals(first));
        if (component.size() > 1) {
            found.add(component);
        }
    }
}
