package dev.sluice.adapter.rest;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Watches one connection: the unread bytes of its answers, and its use. Confined to the connection's event loop. */
final class ConnectionWatch extends ChannelDuplexHandler {

    private static final Duration BETWEEN_CHECKS = Duration.ofSeconds(1);

    private final Channel channel;
    private final HttpLimits limits;
    private final AtomicLong unreadByAll;
    private final ReadingPace pace;
    private long written;
    private long unread;
    private int asked;
    private int answered;
    private boolean scheduled;
    private @Nullable Runnable held;

    ConnectionWatch(Channel channel, HttpLimits limits, AtomicLong unreadByAll) {
        this.channel = channel;
        this.limits = limits;
        this.unreadByAll = unreadByAll;
        pace = new ReadingPace(limits.unreadTimeout());
        channel.pipeline().addFirst(this);
        channel.closeFuture().addListener(closed -> count(0));
    }

    /**
     * Begins a request when the client has read the answers before it. A request whose answer exceeds the room of the
     * channel would block its thread until the client reads. A connection has at most one such request, because Vert.x
     * starts the next one after the answer.
     */
    void whenTaken(HttpServerRequest request, Runnable begin) {
        if (channel.isWritable()) {
            begin.run();
        } else {
            request.pause();
            held = () -> {
                request.resume();
                begin.run();
            };
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) throws Exception {
        super.channelWritabilityChanged(context);
        Runnable request = held;
        if (request != null && channel.isWritable()) {
            held = null;
            channel.eventLoop().execute(request);
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof ByteBuf bytes) {
            written += bytes.readableBytes();
        }
        context.write(message, promise);
    }

    /** Records the arrival of a request. */
    void asked() {
        asked++;
    }

    /** Records that an answer was written as far as the client reads it. */
    void answered() {
        answered++;
        checkReading();
    }

    private void checkReading() {
        count(pending());
        pace.record(written, unread);
        if (unread == 0) {
            awaitNext();
        } else if (!scheduled) {
            scheduled = true;
            schedule(this::checkAgain, BETWEEN_CHECKS.toMillis());
        }
    }

    private void checkAgain() {
        scheduled = false;
        checkReading();
        if (pace.isTooSlowAfter(BETWEEN_CHECKS)) {
            close();
        }
    }

    /** Returns the bytes handed to the channel that the operating system has not yet accepted. */
    private long pending() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer == null ? 0 : Math.max(0, buffer.totalPendingWriteBytes() - buffer.currentProgress());
    }

    private void count(long now) {
        unreadByAll.addAndGet(now - unread);
        unread = now;
    }

    private void awaitNext() {
        int soFar = asked;
        if (answered == soFar) {
            schedule(
                    () -> {
                        if (asked == soFar) {
                            close();
                        }
                    },
                    limits.keepAlive().toMillis());
        }
    }

    private void schedule(Runnable task, long millis) {
        if (channel.isOpen()) {
            channel.eventLoop().schedule(task, millis, TimeUnit.MILLISECONDS);
        }
    }

    /** Closes the connection at once, without waiting for unread bytes. */
    private void close() {
        channel.unsafe().close(channel.voidPromise());
    }
}
