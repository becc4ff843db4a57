package dev.sluice.adapter.rest;

import io.vertx.core.VertxException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import java.io.IOException;
import java.time.Duration;

/** Receives one body, then lets the request continue, or refuses it. Confined to the connection's event loop. */
final class BodyReception {

    /** The time for which the rest of a refused body is discarded, so that the client can read the refusal. */
    private static final Duration LINGER = Duration.ofSeconds(1);

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
                .exceptionHandler(this::breakOff)
                .handler(this::add)
                .endHandler(whole -> goOn())
                .resume();
    }

    /** Answers a body whose chunks cannot be decoded. A connection that has ended receives no answer. */
    private void breakOff(Throwable failure) {
        boolean isGone = failure instanceof IOException || failure instanceof VertxException;
        if (isGone || context.response().closed()) {
            end();
        } else {
            if (context.request().connection() instanceof ConnectionBase connection) {
                connection.channel().pipeline().addFirst(new LingeringClose(LINGER));
            }
            refuse(ProblemType.MALFORMED_REQUEST, "the chunks of the body cannot be read");
        }
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

    /** Refuses a body by the size in its header, before any byte of the body is received. */
    void refuseSize() {
        refuse(ProblemType.BODY_TOO_LARGE, ProblemType.BODY_TOO_LARGE.example());
        context.request().handler(dropped -> {}).resume();
    }

    private void refuseTime() {
        refuse(
                ProblemType.BODY_TOO_SLOW,
                "the body was not complete within " + timeout.toMillis() + " ms: " + body.length()
                        + " bytes were received");
    }

    /** Refuses a request before any byte of its body is received. */
    void refuseUnread(Refusal refusal) {
        refuse(() -> HttpProblems.answer(context, refusal));
        context.request().handler(dropped -> {}).resume();
    }

    private void refuse(ProblemType type, String detail) {
        refuse(() -> HttpProblems.answer(context, type, detail));
    }

    private void refuse(Runnable answer) {
        if (end()) {
            RefusedConnection.announceEnd(context);
            answer.run();
            context.vertx().setTimer(LINGER.toMillis(), soon -> RefusedConnection.end(context));
        }
    }

    /** Marks the end of the reception. Returns true for the first call. */
    private boolean end() {
        boolean first = !over;
        over = true;
        context.vertx().cancelTimer(timer);
        return first;
    }
}
