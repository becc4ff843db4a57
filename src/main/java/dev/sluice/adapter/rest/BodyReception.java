package dev.sluice.adapter.rest;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import java.time.Duration;

/** Receives one body, then lets the request go on, or refuses it. Confined to the connection's event loop. */
final class BodyReception {

    /** The time for which the rest of a refused body is dropped, so that the client can read the refusal. */
    private static final long LINGER_MILLIS = 1000;

    private final RoutingContext context;
    private final Duration timeout;
    private final Buffer body = Buffer.buffer();
    private long timer;
    private boolean over;

    BodyReception(RoutingContext context, Duration timeout) {
        this.context = context;
        this.timeout = timeout;
    }

    void begin() {
        timer = context.vertx().setTimer(timeout.toMillis(), late -> refuseTime());
        context.request()
                .exceptionHandler(broken -> end())
                .handler(this::add)
                .endHandler(whole -> goOn())
                .resume();
    }

    private void add(Buffer part) {
        if (over) {
            return;
        }
        if (body.length() + part.length() > JsonBody.MOST_BYTES) {
            refuse(ProblemType.BODY_TOO_LARGE, ProblemType.BODY_TOO_LARGE.example());
        } else {
            body.appendBuffer(part);
        }
    }

    private void goOn() {
        if (end()) {
            ((RoutingContextInternal) context).setBody(body);
            context.next();
        }
    }

    /** Refuses a body by the size that its header declares, before anything of it is received. */
    void refuseSize() {
        refuse(ProblemType.BODY_TOO_LARGE, ProblemType.BODY_TOO_LARGE.example());
        context.request().handler(dropped -> {}).resume();
    }

    private void refuseTime() {
        refuse(
                ProblemType.BODY_TOO_SLOW,
                "the body was not complete within " + timeout.toMillis() + " ms: " + body.length() + " bytes came");
    }

    private void refuse(ProblemType type, String detail) {
        if (end()) {
            context.response().putHeader("Connection", "close");
            HttpProblems.answer(context, type, detail);
            context.vertx()
                    .setTimer(
                            LINGER_MILLIS,
                            soon -> context.request().connection().close());
        }
    }

    /** Returns true for the first end. */
    private boolean end() {
        boolean first = !over;
        over = true;
        context.vertx().cancelTimer(timer);
        return first;
    }
}
