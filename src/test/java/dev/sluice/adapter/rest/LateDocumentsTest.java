package dev.sluice.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.interceptor.InvocationContext;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
@DisplayName("The OpenAPI documents of the service")
class LateDocumentsTest {

    /** The methods of the bean of Quarkus that has the documents. */
    interface Documents {
        void prepareDocument();

        String getDocument();
    }

    /** A call that continues after the interceptor. */
    interface Continued {
        @Nullable
        Object proceed() throws Exception;
    }

    private final LateDocuments late = new LateDocuments();
    private final List<String> done = new ArrayList<>();

    @Test
    @DisplayName("are prepared by the first request for one of them, once and in their order")
    void onRequest() throws Exception {
        call("prepareDocument", () -> done.add("one"));
        call("prepareDocument", () -> done.add("two"));
        assertThat(done).isEmpty();

        assertThat(call("getDocument", () -> "openapi: 3.1.0")).isEqualTo("openapi: 3.1.0");
        assertThat(call("getDocument", () -> "openapi: 3.1.0")).isEqualTo("openapi: 3.1.0");

        assertThat(done).containsExactly("one", "two");
    }

    @Test
    @DisplayName("are prepared again by the next request after a failure")
    void afterFailure() throws Exception {
        call("prepareDocument", () -> {
            done.add("attempt");
            if (done.size() == 1) {
                throw new IllegalStateException("no description");
            }
            return null;
        });

        assertThatThrownBy(() -> call("getDocument", () -> "text")).hasMessage("no description");
        assertThat(call("getDocument", () -> "text")).isEqualTo("text");
        assertThat(done).hasSize(2);
    }

    private @Nullable Object call(String method, Continued continued) throws Exception {
        InvocationContext context = (InvocationContext) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {InvocationContext.class},
                (proxy, asked, arguments) -> asked.getName().equals("getMethod")
                        ? Documents.class.getDeclaredMethod(method)
                        : continued.proceed());
        return late.around(context);
    }
}
