package dev.sluice.adapter.rest;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Adds problem details to refusals of request heads that are too long or malformed. The HTTP codec or the router
 * refuses such a request without a body, before any route could answer it.
 */
final class HeadRefusals extends ChannelOutboundHandlerAdapter {

    private static final int LONGEST = 256;
    private static final int STATUS_AT = "HTTP/1.1 ".length();
    private static final Pattern WITHOUT_BODY = Pattern.compile(
            "HTTP/1\\.[01] (400|414|431) ([^\\r\\n]*)\\r\\n.*content-length: 0\\r\\n.*",
            Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof ByteBuf bytes && mayBeRefusal(bytes)) {
            Matcher refusal = WITHOUT_BODY.matcher(bytes.toString(StandardCharsets.US_ASCII));
            if (refusal.matches()) {
                bytes.release();
                context.write(Unpooled.wrappedBuffer(answer(refusal.group(1), refusal.group(2))), promise);
                return;
            }
        }
        context.write(message, promise);
    }

    private static boolean mayBeRefusal(ByteBuf bytes) {
        int length = bytes.readableBytes();
        return length > STATUS_AT && length <= LONGEST && bytes.getByte(bytes.readerIndex() + STATUS_AT) == '4';
    }

    private static byte[] answer(String status, String title) {
        String problem = new JsonObject()
                .put("type", ProblemType.MALFORMED_REQUEST.uri().toString())
                .put("status", Integer.parseInt(status))
                .put("title", title)
                .put("detail", ProblemType.MALFORMED_REQUEST.example())
                .encode();
        String head = "HTTP/1.1 " + status + " " + title + "\r\n"
                + "Content-Type: application/problem+json\r\n"
                + "Cache-Control: no-store\r\n"
                + "Connection: close\r\n"
                + "Content-Length: " + problem.length() + "\r\n\r\n";
        return (head + problem).getBytes(StandardCharsets.US_ASCII);
    }
}
