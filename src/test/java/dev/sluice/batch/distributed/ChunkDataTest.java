package dev.sluice.batch.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.admission.Priority;
import dev.sluice.batch.Chunk;
import dev.sluice.batch.jdbc.Digest;
import dev.sluice.batch.rows.Row;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A chunk on its way to another process")
@Tag("fast")
class ChunkDataTest {

    private static Chunk<Row> there(Chunk<Row> chunk) throws CannotRead {
        return ChunkData.read(ChunkData.write(chunk));
    }

    @Test
    @DisplayName("keeps every value that a source of rows can give, with its type")
    void values() throws Exception {
        List<Object> values = Arrays.asList(
                null,
                "a \"text\"\nwith 🙂",
                "",
                true,
                7L,
                Long.MIN_VALUE,
                7,
                new BigInteger("123456789012345678901234567890"),
                new BigDecimal("1.500"),
                new BigDecimal("1E+300"),
                1.5f,
                Double.NaN,
                UUID.fromString("2f1c0b0e-0000-4000-8000-000000000001"),
                LocalDate.of(2026, 2, 28),
                LocalTime.of(1, 2, 3, 4_000),
                LocalDateTime.of(2026, 2, 28, 1, 2),
                OffsetDateTime.of(2026, 2, 28, 1, 2, 3, 4_000, ZoneOffset.ofHours(5)));
        List<String> columns = values.stream()
                .map(value -> "c" + System.identityHashCode(value))
                .toList();
        Chunk<Row> chunk = new Chunk<>(4, 41, List.of(Row.of(41, columns, values)));

        Chunk<Row> there = there(chunk);

        assertThat(there).isEqualTo(chunk);
        assertThat(Digest.of(there)).isEqualTo(Digest.of(chunk));
    }

    @Test
    @DisplayName("keeps bytes, and they are the same for the digest of a chunk")
    void bytes() throws Exception {
        Chunk<Row> chunk = new Chunk<>(0, 1, List.of(Row.of(1, List.of("b"), List.of(new byte[] {0, -1, 7}))));

        Chunk<Row> there = there(chunk);

        assertThat((byte[]) there.items().get(0).value("b")).containsExactly(0, -1, 7);
        assertThat(Digest.of(there)).isEqualTo(Digest.of(chunk));
    }

    @Test
    @DisplayName("keeps rows that could not be read, rows without columns, and columns that change")
    void rows() throws Exception {
        Chunk<Row> chunk = new Chunk<>(
                0,
                1,
                List.of(
                        Row.of(1, List.of(), List.of()),
                        Row.of(2, List.of("a"), List.of("x")),
                        Row.unreadable(3, List.of("a"), "column 'a': is no number"),
                        Row.of(4, List.of("a"), List.of("y")),
                        Row.of(5, List.of("b", "a"), List.of(1L, 2L)),
                        Row.of(6, List.of(), List.of())));

        assertThat(there(chunk)).isEqualTo(chunk);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\u0000\u0001",
                "null",
                "[]",
                "{}",
                "{\"chunk\":0,\"first\":1,\"rows\":[]}",
                "{\"chunk\":\"0\",\"first\":1,\"rows\":[{\"n\":1,\"c\":[],\"v\":[]}]}",
                "{\"chunk\":0,\"first\":1,\"rows\":[{\"n\":1,\"c\":[\"a\"],\"v\":[]}]}",
                "{\"chunk\":0,\"first\":1,\"rows\":[{\"n\":1,\"c\":[\"a\"],\"v\":[{\"DATE\":\"x\"}]}]}",
                "{\"chunk\":0,\"first\":1,\"rows\":[{\"n\":1,\"c\":[\"a\"],\"v\":[{\"java.lang.Runtime\":\"x\"}]}]}"
            })
    @DisplayName("is refused if it differs from the written data, and its content is not shown")
    void refuses(String bytes) {
        assertThatThrownBy(() -> ChunkData.read(bytes.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(CannotRead.class)
                .hasMessage("its rows cannot be read");
    }

    @Test
    @DisplayName("is refused where it is missing, or of a type that another process may not have")
    void refusesOthers() {
        Chunk<Row> chunk = new Chunk<>(0, 1, List.of(Row.of(1, List.of("a"), List.of(new StringBuilder("secret")))));

        assertThatThrownBy(() -> ChunkData.read(null)).isInstanceOf(CannotRead.class);
        assertThatThrownBy(() -> ChunkData.write(chunk))
                .hasMessage("a value of java.lang.StringBuilder cannot be given to another process");
    }

    @Test
    @DisplayName("has the same definition in both places")
    void definition() throws Exception {
        Definition definition = new Definition("sql", "insert \"x\"", "words", 10, Priority.LOW, true);

        assertThat(Definition.ofJson(definition.json())).isEqualTo(definition);
        assertThatThrownBy(() -> Definition.ofJson("{\"kind\":")).isInstanceOf(CannotRead.class);
    }
}
