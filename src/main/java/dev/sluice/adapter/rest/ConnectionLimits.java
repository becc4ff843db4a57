package dev.sluice.adapter.rest;

import dev.sluice.access.Requester;
import dev.sluice.access.ServicePaths;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelId;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * Limits clients that do not read their answers, or never send a request, as {@link HttpLimits} describes. Such clients
 * must not exhaust the memory and the connections for all others. The connections of a port are watched from its first
 * request on. Thread-safe.
 */
@Singleton
@IfBuildProperty(name = "sluice.http.enabled", stringValue = "true")
public class ConnectionLimits {

    private static final AttributeKey<ConnectionWatch> WATCH = AttributeKey.valueOf(ConnectionLimits.class, "watch");
    private static final List<String> STREAMS = List.of(OperationsResource.PATH + "/", BatchesResource.PATH + "/");
    private static final int PARTS_OF_HEAP = 8;

    /** The approximate size of the largest answer to a read: a thousand events. */
    private static final long ANSWER_BYTES = 256 * 1024;

    /** The priority of this filter, before all other filters. */
    private static final int FIRST = 1000;

    /** The priority of the reservation, when the requester is known and before {@link RequestBodies}. */
    private static final int AFTER_IDENTITY = 85;

    /** The key of the reserved bytes in the context of a request. */
    private static final String RESERVED = ConnectionLimits.class.getName() + ".reserved";

    private final HttpLimits limits;
    private final ServicePaths paths;
    private final AtomicLong unread = new AtomicLong();
    private final Set<ChannelId> ports = ConcurrentHashMap.newKeySet();

    ConnectionLimits(HttpLimits limits, Config config) {
        this.limits = limits;
        paths = ServicePaths.of(key -> config.getConfigValue(key).getValue());
    }

    void register(@Observes Filters filters) {
        if (limits.enabled()) {
            filters.register(this::watch, FIRST);
            filters.register(this::admit, AFTER_IDENTITY);
        }
    }

    private void watch(RoutingContext context) {
        if (!(context.request().connection() instanceof ConnectionBase connection)) {
            context.addEndHandler(end -> release(context));
            context.next();
            return;
        }
        Channel channel = connection.channel();
        watchPort(channel.parent());
        ConnectionWatch watch = watchOf(channel);
        watch.asked();
        context.addEndHandler(end -> answered(context, channel, watch));
        watch.whenTaken(context.request(), context::next);
    }

    /**
     * Replaces the reservation by the bytes of the answer, in one step: otherwise requests in between would find neither.
     * On the event loop the answer is in the channel already. A task for later would keep the request until the loop has
     * read from all other connections, and thousands of requests with it.
     */
    private void answered(RoutingContext context, Channel channel, ConnectionWatch watch) {
        if (channel.eventLoop().inEventLoop()) {
            watch.answered();
            release(context);
        } else {
            channel.eventLoop().execute(() -> answered(context, channel, watch));
        }
    }

    /**
     * Reserves the bytes of a request that will be served. A request without an identity is refused with a short answer,
     * so that many of them keep no memory from the others.
     */
    private void admit(RoutingContext context) {
        Requester requester = context.get(Requester.class.getName());
        boolean isRefused = requester != null && requester.principal() == null;
        long reserved = isRefused ? 0 : reservationOf(context);
        if (reserved == 0) {
            context.next();
            return;
        }
        if (context.response().closed()) {
            return; // during the login: no end will release a reservation
        }
        context.put(RESERVED, reserved);
        long total = unread.addAndGet(reserved);
        if (total > limits.unreadBytes().orElse(defaultUnread())) {
            RefusedConnection.announceEnd(context);
            HttpProblems.answer(
                    context,
                    ProblemType.TOO_BUSY,
                    "too many answers are in preparation or left unread by clients, or too many bodies are being received");
            return;
        }
        context.next();
    }

    private void release(RoutingContext context) {
        Long reserved = context.remove(RESERVED);
        if (reserved != null) {
            unread.addAndGet(-reserved);
        }
    }

    private static long defaultUnread() {
        return Runtime.getRuntime().maxMemory() / PARTS_OF_HEAP;
    }

    /**
     * Returns the bytes reserved for the answer to a read, or for the body of a change, from its request on. Without
     * the reservation, many concurrent requests would all be admitted.
     */
    private long reservationOf(RoutingContext context) {
        String below = ApiRequests.pathOf(context);
        boolean reads = HttpMethod.GET.equals(context.request().method());
        if (reads) {
            boolean streams = below != null && STREAMS.stream().anyMatch(below::startsWith);
            return streams || paths.isHealth(context.normalizedPath()) ? 0 : ANSWER_BYTES;
        }
        return below == null ? 0 : RequestBodies.mostBytes(context);
    }

    private ConnectionWatch watchOf(Channel channel) {
        ConnectionWatch watch = channel.attr(WATCH).get();
        if (watch == null) { // requests of one connection arrive on one thread
            watch = new ConnectionWatch(channel, limits, unread);
            explainRefusals(channel);
            channel.attr(WATCH).set(watch);
        }
        return watch;
    }

    private static void explainRefusals(Channel connection) {
        if (connection.pipeline().get(HeadRefusals.class) == null) {
            connection.pipeline().addFirst(new HeadRefusals());
        }
    }

    private void watchPort(@Nullable Channel port) {
        if (port != null && ports.add(port.id())) {
            port.pipeline().addFirst(new NewConnections());
        }
    }

    /** Closes new connections that send no request in time, and explains refusals of heads. */
    @Sharable
    private final class NewConnections extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof Channel connection) {
                explainRefusals(connection);
                context.executor()
                        .schedule(
                                () -> closeUnlessAsked(connection),
                                limits.headerTimeout().toMillis(),
                                TimeUnit.MILLISECONDS);
            }
            context.fireChannelRead(message);
        }

        private void closeUnlessAsked(Channel connection) {
            if (!connection.hasAttr(WATCH)) {
                connection.close();
            }
        }
    }
}
