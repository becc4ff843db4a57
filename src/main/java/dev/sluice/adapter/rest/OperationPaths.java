package dev.sluice.adapter.rest;

import dev.sluice.control.operation.OperationCatalogue;
import dev.sluice.control.operation.OperationEntry;
import dev.sluice.control.operation.OperationEntry.ParameterPlace;
import jakarta.ws.rs.NotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The paths of the operations below a pool: one for each name and alias of the catalogue. */
final class OperationPaths {

    static final String VARIABLE = "operation";
    static final String TEMPLATE = "{" + VARIABLE + "}";

    private OperationPaths() {}

    /** Returns the operations of this kind of path that a request can order. */
    static List<OperationEntry> entries() {
        return OperationCatalogue.all().stream()
                .filter(OperationPaths::isBelowPool)
                .toList();
    }

    /** Returns the last parts of all paths. */
    static List<String> names() {
        List<String> names = new ArrayList<>();
        for (OperationEntry entry : entries()) {
            names.add(entry.name());
            names.addAll(entry.aliases());
        }
        return names;
    }

    /** Returns the entry of an operation that is in the catalogue. */
    static OperationEntry entry(String name) {
        return OperationCatalogue.find(name).orElseThrow(NotFoundException::new);
    }

    /** Returns the operation that the last part of a path names, if there is such a path. */
    static Optional<OperationEntry> find(String name) {
        return OperationCatalogue.find(name).filter(OperationPaths::isBelowPool);
    }

    private static boolean isBelowPool(OperationEntry entry) {
        return entry.place() == ParameterPlace.QUERY || entry.place() == ParameterPlace.BODY;
    }
}
