package dev.sluice.adapter.rest;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One connection: how much of its answers is unread, and whether it is used. Confined to the connection's event loop.
 */
final class ConnectionWatch {

    private static final long LOOK_MILLIS = 1000;

    private final Channel channel;
    private final HttpLimits limits;
    private final AtomicLong unreadByAll;
    private long unread;
    private long stalledMillis;
    private int asked;
    private int answered;
    private boolean looking;

    ConnectionWatch(Channel channel, HttpLimits limits, AtomicLong unreadByAll) {
        this.channel = channel;
        this.limits = limits;
        this.unreadByAll = unreadByAll;
        channel.closeFuture().addListener(closed -> count(0));
    }

    /** A request has come. */
    void asked() {
        asked++;
    }

    /** An answer was written as far as the client takes it. */
    void answered() {
        answered++;
        stalledMillis = 0;
        look();
    }

    private void look() {
        long before = unread;
        count(pending());
        if (unread == 0) {
            awaitNext();
        } else if (!looking) {
            looking = true;
            schedule(this::lookAgain, LOOK_MILLIS);
        }
        if (unread < before) {
            stalledMillis = 0;
        }
    }

    private void lookAgain() {
        looking = false;
        stalledMillis += LOOK_MILLIS;
        look();
        if (unread > 0 && stalledMillis >= limits.unreadTimeout().toMillis()) {
            close();
        }
    }

    /** What was handed to the channel, and the system has not taken yet. */
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

    /** At once: what is unread is not waited for. */
    private void close() {
        channel.unsafe().close(channel.voidPromise());
    }
}
