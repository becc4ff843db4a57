package dev.sluice.adapter.rest;

import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Prepares the OpenAPI documents at the first request for one of them. Quarkus would do so at each start: parsing and
 * writing the description of this API took a third of the processor time of the start, and most services are never
 * asked for it. A request that finds a document that cannot be prepared fails, and the next one tries again.
 *
 * <p>Thread-safe. There is one interceptor, because the intercepted bean is application scoped.
 */
@PreparedOnRequest
@Interceptor
@Priority(Interceptor.Priority.LIBRARY_BEFORE)
public class LateDocuments {

    /** The method of Quarkus that prepares one document; every other method reads documents. */
    static final String PREPARATION = "prepareDocument";

    private final Queue<InvocationContext> delayed = new ArrayDeque<>();

    @AroundInvoke
    @Nullable
    Object around(InvocationContext invocation) throws Exception {
        synchronized (delayed) {
            if (invocation.getMethod().getName().equals(PREPARATION)) {
                delayed.add(invocation);
                return null;
            }
            for (InvocationContext next = delayed.peek(); next != null; next = delayed.peek()) {
                next.proceed();
                delayed.remove();
            }
        }
        return invocation.proceed();
    }
}
