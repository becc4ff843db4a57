package dev.sluice.adapter.rest;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.ssl.AbstractSniHandler;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Adds problem details to refusals of request heads that are too long or malformed, and closes the connection. The HTTP
 * codec or the router refuses such a request without a body, before any route could answer it. Confined to the event
 * loop of one connection.
 */
final class HeadRefusals extends ChannelDuplexHandler {

    private static final int LONGEST = 2048;
    private static final int STATUS_AT = "HTTP/1.1 ".length();
    private static final Pattern WITHOUT_BODY = Pattern.compile(
            "HTTP/1\\.[01] (400|414|431) ([^\\r\\n]*)\\r\\n.*content-length: 0\\r\\n.*",
            Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

    /** The first line of a head, with the target of the request. */
    private static final Pattern REQUEST_LINE = Pattern.compile("[A-Z]+ (/\\S*) HTTP/1\\.[01]\r?");

    /** The maximum number of bytes that are searched for a request line. */
    private static final int LINE_BYTES = 1024;

    private final boolean isEncrypted;

    /** The first line of the latest bytes, to which the next refusal refers. Parsed only for a refusal. */
    private @Nullable String line;

    private boolean isPlaced;

    /** Creates the handler of a connection. Behind an encryption, it moves to the readable side at the first bytes. */
    HeadRefusals() {
        this(false);
    }

    private HeadRefusals(boolean isEncrypted) {
        this.isEncrypted = isEncrypted;
        isPlaced = isEncrypted;
    }

    /**
     * Moves behind the handler that decrypts, if the connection has one. The handler does not exist yet when this one is
     * added, before the initialisation of the connection.
     */
    private void place(ChannelHandlerContext context) {
        isPlaced = true;
        ChannelPipeline pipeline = context.pipeline();
        ChannelHandlerContext decryption = pipeline.context(SslHandler.class);
        if (decryption == null) {
            decryption = pipeline.context(AbstractSniHandler.class);
        }
        if (decryption != null) {
            pipeline.addAfter(decryption.name(), null, new HeadRefusals(true));
            pipeline.remove(this);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!isPlaced) {
            place(context);
        }
        if (message instanceof ByteBuf bytes) {
            int from = bytes.readerIndex();
            int end = bytes.indexOf(from, from + Math.min(LINE_BYTES, bytes.readableBytes()), (byte) '\n');
            line = end < 0 ? null : bytes.toString(from, end - from, StandardCharsets.US_ASCII);
        }
        context.fireChannelRead(message);
    }

    /** Returns the target of the latest request if it is no URI. */
    private @Nullable String malformedTarget() {
        Matcher head = REQUEST_LINE.matcher(line == null ? "" : line);
        return head.matches() && !isUri(head.group(1)) ? head.group(1) : null;
    }

    private static boolean isUri(String target) {
        try {
            return new URI(target).getRawPath() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof ByteBuf bytes && mayBeRefusal(bytes)) {
            Matcher refusal = WITHOUT_BODY.matcher(bytes.toString(StandardCharsets.US_ASCII));
            if (refusal.matches()) {
                bytes.release();
                ByteBuf answer = Unpooled.wrappedBuffer(answer(refusal.group(1), refusal.group(2)));
                context.write(answer, promise.unvoid()).addListener(ChannelFutureListener.CLOSE);
                return;
            }
        }
        context.write(message, promise);
    }

    private static boolean mayBeRefusal(ByteBuf bytes) {
        int length = bytes.readableBytes();
        return length > STATUS_AT && length <= LONGEST && bytes.getByte(bytes.readerIndex() + STATUS_AT) == '4';
    }

    private byte[] answer(String status, String reason) {
        JsonObject problem = new JsonObject()
                .put("type", ProblemType.MALFORMED_REQUEST.uri().toString())
                .put("status", Integer.parseInt(status))
                .put("title", ProblemType.MALFORMED_REQUEST.title())
                .put("detail", ProblemType.MALFORMED_REQUEST.example());
        String target = malformedTarget();
        if (target != null) {
            String path = target.split("\\?", 2)[0];
            problem.put("instance", ProblemInstances.reference(Redacted.text(path)));
        }
        byte[] body = problem.encode().getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + status + " " + reason + "\r\n"
                + "Content-Type: " + HttpProblems.CONTENT_TYPE + "\r\n"
                + SecurityHeaders.lines(isEncrypted)
                + "Connection: close\r\n"
                + "Content-Length: " + body.length + "\r\n\r\n";
        return Buffer.buffer(head).appendBytes(body).getBytes();
    }
}
