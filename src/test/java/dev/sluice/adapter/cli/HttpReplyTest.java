package dev.sluice.adapter.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.adapter.cli.HttpReply.StatusAndBody;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("fast")
class HttpReplyTest {

    private static StatusAndBody read(String bytes) throws IOException {
        byte[] all = bytes.replace("|", "\r\n").getBytes(StandardCharsets.UTF_8);
        return new HttpReply(new ByteArrayInputStream(all), 10).read();
    }

    @ParameterizedTest
    @CsvSource({
        "'HTTP/1.1 200 OK|Content-Length: 3||abcdef', 200, abc",
        "'HTTP/1.1 200|content-length:3|Content-Length: 3||abc', 200, abc",
        "'HTTP/1.0 503 Gone|Server: x||abc', 503, abc",
        "'HTTP/1.1 200 OK|Transfer-Encoding: chunked||1|a|2;x=y|bc|0||', 200, abc",
        "'HTTP/1.1 200 OK|Transfer-Encoding: Chunked|Content-Length: 9||3|abc|0|Trailer: x||', 200, abc",
        "'HTTP/1.1 100 Continue||HTTP/1.1 103 Early Hints|Link: x||HTTP/1.1 200 OK|Content-Length: 3||abc', 200, abc",
        "'HTTP/1.1 204 No Content|Content-Length: 7||', 204, ''",
        "'HTTP/1.1 304 Not Modified||', 304, ''",
        "'HTTP/1.1 200 OK|Content-Length: 10||0123456789', 200, 0123456789",
    })
    @DisplayName("an answer is read in each form that a server may choose")
    void answers(String bytes, int status, String body) throws IOException {
        assertThat(read(bytes)).isEqualTo(new StatusAndBody(status, body));
    }

    @ParameterizedTest
    @CsvSource({
        "'HTTP/1.1 200 OK|Content-Length: 11||', the body is too long",
        "'HTTP/1.1 200 OK||0123456789a', the body is too long",
        "'HTTP/1.1 200 OK|Transfer-Encoding: chunked||6|abcdef|6|abcdef|0||', the body is too long",
        "'HTTP/1.1 200 OK|Transfer-Encoding: chunked||FFFFFFFFFFFFFFF|a', the body is too long",
        "'HTTP/1.1 200 OK|Content-Length: 5||abc', the body is incomplete",
        "'HTTP/1.1 200 OK|Transfer-Encoding: chunked||3|ab', the body is incomplete",
        "'HTTP/1.1 200 OK|Transfer-Encoding: chunked||3|abc', the connection was closed",
        "'HTTP/1.1 200 OK|Transfer-Encoding: chunked||3|abcd|0||', invalid chunk",
        "'HTTP/1.1 200 OK|Transfer-Encoding: chunked||x|', invalid chunk",
        "'HTTP/1.1 200 OK|Transfer-Encoding: gzip, chunked||', unknown transfer encoding",
        "'HTTP/1.1 200 OK|Content-Length: 1|Content-Length: 2||ab', invalid content length",
        "'HTTP/1.1 200 OK|Content-Length: -1||ab', invalid content length",
        "'HTTP/1.1 200 OK|Content-Length: 1', the connection was closed",
        "'SSH-2.0-OpenSSH_9.2|', no answer of HTTP/1.1",
        "'HTTP/2 200|', no answer of HTTP/1.1",
        "'', the connection was closed",
    })
    @DisplayName("an answer that is none, is too long or breaks off is a failure")
    void failures(String bytes, String message) {
        assertThatThrownBy(() -> read(bytes)).isInstanceOf(IOException.class).hasMessage(message);
    }

    @Test
    @DisplayName("a head without an end is given up")
    void endlessHead() {
        assertThatThrownBy(() -> read("HTTP/1.1 200 OK|" + "X: y|".repeat(20_000)))
                .hasMessage("the head is longer than 65536 bytes");
    }
}
