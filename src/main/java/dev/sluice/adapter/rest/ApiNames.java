package dev.sluice.adapter.rest;

import dev.sluice.control.operation.OperationCatalogue;
import dev.sluice.control.operation.OperationEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;

/**
 * The identifiers of operations, from which generated clients derive the names of their methods: verb, subject, rest.
 */
final class ApiNames {

    private static final String NAMED = "/pools/{name}";

    private ApiNames() {}

    /**
     * Returns the identifier: listPools, getPoolStats, resetDefaultPool, switchPoolEndpoint or putPoolPolicy, for
     * example.
     */
    static String idOf(String path, HttpMethod method) {
        if (path.endsWith("/pools")) {
            return method == HttpMethod.GET ? "listPools" : "createPool";
        }
        if (path.equals(AuditResource.PATH)) {
            return "listAudit";
        }
        if (path.equals(VerdictResource.PATH)) {
            return "getVerdict";
        }
        if (path.equals(IdentityResource.PATH)) {
            return "getIdentity";
        }
        if (path.startsWith(OperationsResource.PATH)) {
            return operationIdOf(path, method);
        }
        return path.startsWith(BatchesResource.PATH) ? batchIdOf(path, method) : poolIdOf(path, method);
    }

    private static String operationIdOf(String path, HttpMethod method) {
        if (method == HttpMethod.DELETE) {
            return "cancelOperation";
        }
        if (path.equals(OperationsResource.PATH)) {
            return "listOperations";
        }
        if (path.endsWith("/catalogue/policies")) {
            return "listPolicyCatalogue";
        }
        if (path.endsWith("/catalogue")) {
            return "listOperationCatalogue";
        }
        return path.endsWith("/events") ? "followOperation" : "getOperation";
    }

    private static String batchIdOf(String path, HttpMethod method) {
        return switch (path.substring(BatchesResource.PATH.length())) {
            case "" -> method == HttpMethod.GET ? "listBatches" : "beginBatch";
            case "/{id}" -> "getBatch";
            case "/{id}/events" -> "followBatch";
            case "/{id}/failures" -> "getBatchFailures";
            case "/{id}/retry-failed" -> "retryFailedOfBatch";
            default -> path.substring(path.lastIndexOf('/') + 1) + "Batch";
        };
    }

    private static String poolIdOf(String path, HttpMethod method) {
        boolean named = path.contains(NAMED);
        String subject = named ? "Pool" : "DefaultPool";
        String rest = path.substring(path.indexOf(named ? NAMED : "/pool") + (named ? NAMED : "/pool").length());
        List<String> words = new ArrayList<>(Arrays.asList(rest.split("[/-]")));
        words.removeIf(String::isEmpty);
        String verb = method == HttpMethod.POST ? verbOf(words) : method.name().toLowerCase(Locale.ROOT);
        StringBuilder id = new StringBuilder(verb).append(subject);
        words.forEach(
                word -> id.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1)));
        return id.toString();
    }

    /**
     * Removes the verb of an operation from the words of its name, and returns the verb. A name that is also written
     * without its hyphen, such as warm-up, is a verb as a whole. Paths without an operation set a value.
     */
    private static String verbOf(List<String> words) {
        Optional<OperationEntry> operation = OperationCatalogue.find(String.join("-", words));
        if (operation.isEmpty()) {
            if (String.join("-", words).equals(GateResource.WHAT_IF)) {
                return "predict"; // predictPoolWhatIf
            }
            return "set";
        }
        if (words.size() > 1 && operation.get().aliases().contains(String.join("", words))) {
            words.clear();
            return operation.get().methodName();
        }
        return words.remove(0);
    }
}
