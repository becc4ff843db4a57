package dev.sluice.testing.contract;

import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.http.Header;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares every answer with the contract. A violation fails the request, and stays known for the end of the test. */
final class ContractFilter implements Filter {

    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private @Nullable ApiContract contract; // Guarded by this

    @Override
    public Response filter(
            FilterableRequestSpecification request, FilterableResponseSpecification expected, FilterContext context) {
        Response response = context.next(request, expected);
        String path = URI.create(request.getURI()).getRawPath();
        if (ApiContract.isOurs(path)) {
            check(request.getMethod(), path, response);
        }
        return response;
    }

    /** Reads the document with the first answer, as only then the port of the service is known. */
    private synchronized ApiContract contract() {
        if (contract == null) {
            contract = ApiContract.served();
        }
        return contract;
    }

    private void check(String method, String path, Response response) {
        Map<String, String> headers = response.getHeaders().asList().stream()
                .collect(Collectors.toMap(Header::getName, Header::getValue, (first, second) -> first));
        Answer answer = new Answer(method, path, response.statusCode(), headers, response.asString());
        List<String> found = contract().violations(answer);
        if (!found.isEmpty()) {
            String violation = method + " " + path + " → " + answer.status() + " is not as the OpenAPI document says: "
                    + found + "\n" + answer.body();
            violations.add(violation);
            throw new AssertionError(violation);
        }
    }

    /** Fails if there was a violation, even one that the test did not see because another thread had sent the request. */
    void end() {
        List<String> found = List.copyOf(violations);
        violations.clear();
        if (!found.isEmpty()) {
            throw new AssertionError(String.join("\n", found));
        }
    }
}
