package dev.sluice.adapter.rest;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Sends the written bytes before a connection closes, and closes it after a delay. Vert.x closes a connection at once
 * after a chunk that cannot be decoded. The refusal would not be sent, or would be lost in a reset by later bytes.
 */
final class LingeringClose extends ChannelOutboundHandlerAdapter {

    private final Duration linger;

    LingeringClose(Duration linger) {
        this.linger = linger;
    }

    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        context.flush();
        context.executor().schedule(() -> context.close(promise), linger.toMillis(), TimeUnit.MILLISECONDS);
    }
}
