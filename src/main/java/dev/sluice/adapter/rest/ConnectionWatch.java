package dev.sluice.adapter.rest;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Watches one connection: the unread bytes of its answers, and its use. Confined to the connection's event loop. */
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

    /** Records that a request has come. */
    void asked() {
        asked++;
    }

    /** Records that an answer was written as far as the client takes it. */
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

    /** Returns the bytes handed to the channel that the system has not taken yet. */
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
