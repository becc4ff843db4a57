package dev.sluice.adapter.rest;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.core.http.impl.HttpServerRequestWrapper;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextDecorator;
import io.vertx.ext.web.impl.RoutingContextInternal;
import org.jspecify.annotations.Nullable;

/**
 * A request whose body the management interface may have read to its end. Over HTTP/2, Vert.x fails the later calls that
 * pause it or ask for its body; over HTTP/1.1 they have no effect. Here they have none either.
 */
final class EndedRequest extends HttpServerRequestWrapper {

    private EndedRequest(HttpServerRequest request) {
        super((HttpServerRequestInternal) request);
    }

    /** Returns the context with such a request. */
    static RoutingContext in(RoutingContext context) {
        HttpServerRequest request = new EndedRequest(context.request());
        return new RoutingContextDecorator(context.currentRoute(), (RoutingContextInternal) context) {
            @Override
            public HttpServerRequest request() {
                return request;
            }
        };
    }

    @Override
    public HttpServerRequest pause() {
        return isEnded() ? this : super.pause();
    }

    @Override
    public HttpServerRequest resume() {
        return isEnded() ? this : super.resume();
    }

    @Override
    public HttpServerRequest fetch(long amount) {
        return isEnded() ? this : super.fetch(amount);
    }

    @Override
    public HttpServerRequest handler(@Nullable Handler<Buffer> handler) {
        return isEnded() ? this : super.handler(handler);
    }

    @Override
    public HttpServerRequest endHandler(@Nullable Handler<Void> handler) {
        return isEnded() ? this : super.endHandler(handler);
    }
}
