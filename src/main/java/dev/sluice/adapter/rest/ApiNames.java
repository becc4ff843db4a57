package dev.sluice.adapter.rest;

import dev.sluice.control.operation.OperationCatalogue;
import dev.sluice.pool.operation.OperationName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;

/**
 * The identifiers of operations, from which generated clients derive the names of their methods: verb, subject, rest.
 */
final class ApiNames {

    private static final String NAMED = "/pools/{name}";
    private static final String WARM_UP_PATH = "/" + OperationName.WARM_UP.text();
    private static final String WARM_UP =
            OperationCatalogue.entry(OperationName.WARM_UP).methodName();

    private ApiNames() {}

    /**
     * Returns the identifier: listPools, getPoolStats, resetDefaultPool, switchPoolEndpoint or putPoolPolicy, for
     * example.
     */
    static String idOf(String path, HttpMethod method) {
        if (path.endsWith("/pools")) {
            return method == HttpMethod.GET ? "listPools" : "createPool";
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
        String verb = method.name().toLowerCase(Locale.ROOT);
        if (method == HttpMethod.POST) {
            verb = rest.equals("/verbose") ? "set" : rest.equals(WARM_UP_PATH) ? WARM_UP : words.remove(0);
        }
        if (verb.equals(WARM_UP)) {
            words.clear();
        }
        StringBuilder id = new StringBuilder(verb).append(subject);
        words.forEach(
                word -> id.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1)));
        return id.toString();
    }
}
