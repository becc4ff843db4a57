package dev.sluice.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslHandler;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class HeadRefusalsTest {

    private static final String REFUSAL = "HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-length: 0\r\n\r\n";

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }

    private static String answer(EmbeddedChannel connection) {
        connection.writeOutbound(bytes(REFUSAL));
        ByteBuf answer = connection.readOutbound();
        return answer.toString(StandardCharsets.UTF_8);
    }

    @Test
    @DisplayName("A refusal that the HTTP codec writes has the security headers of every answer")
    void headers() {
        String answer = answer(new EmbeddedChannel(new HeadRefusals()));
        assertThat(answer)
                .contains("X-Content-Type-Options: nosniff\r\n", "Cache-Control: no-store\r\n")
                .contains("urn:sluice:problem:malformed-request")
                .doesNotContain("Strict-Transport-Security");
    }

    @Test
    @DisplayName("On an encrypted connection, the handler explains what is written before the encryption")
    void encrypted() throws NoSuchAlgorithmException {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine();
        engine.setUseClientMode(false);
        EmbeddedChannel connection = new EmbeddedChannel(new HeadRefusals(), new SslHandler(engine));
        connection.writeInbound(bytes("\u0016\u0003"));

        assertThat(connection.pipeline().toMap().values().stream().map(Object::getClass))
                .containsExactly(SslHandler.class, HeadRefusals.class);
        connection.pipeline().remove(SslHandler.class);
        assertThat(answer(connection)).contains("Strict-Transport-Security: max-age=31536000\r\n");
    }
}
