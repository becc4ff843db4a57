package dev.sluice.batch.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.batch.Chunk;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("Rows as jobs")
@Tag("fast")
class RowJobsTest {

    private static final class Rows implements RowReader {

        private final int count;
        private int last;
        private int closed;

        Rows(int count) {
            this.count = count;
        }

        @Override
        public List<String> columns() {
            return List.of("id");
        }

        @Override
        public Row next() {
            return last == count ? null : Row.of(++last, columns(), List.of(last));
        }

        @Override
        public void close() {
            closed++;
        }
    }

    private static List<Chunk<Row>> all(RowJobs jobs) throws Exception {
        List<Chunk<Row>> all = new ArrayList<>();
        for (Chunk<Row> chunk = jobs.next(); chunk != null; chunk = jobs.next()) {
            all.add(chunk);
        }
        return all;
    }

    @Test
    @DisplayName("are in chunks that are full except the last, and have the numbers of the rows")
    void chunks() throws Exception {
        List<Chunk<Row>> chunks = all(new RowJobs(new Rows(7), 3, OptionalLong.of(7)));

        assertThat(chunks).extracting(Chunk::number).containsExactly(0L, 1L, 2L);
        assertThat(chunks).extracting(Chunk::firstJob).containsExactly(1L, 4L, 7L);
        assertThat(chunks).extracting(Chunk::size).containsExactly(3, 3, 1);
        assertThat(chunks.get(1).items()).extracting(Row::number).containsExactly(4L, 5L, 6L);
        assertThat(all(new RowJobs(new Rows(7), 3, OptionalLong.empty()))).isEqualTo(chunks);
    }

    @Test
    @DisplayName("end with the last full chunk if no row is left, and do not exist without rows")
    void even() throws Exception {
        assertThat(all(new RowJobs(new Rows(6), 3, OptionalLong.empty()))).hasSize(2);
        assertThat(all(new RowJobs(new Rows(0), 3, OptionalLong.empty()))).isEmpty();
    }

    @Test
    @DisplayName("keep rows with a problem where they are")
    void problems() throws Exception {
        RowReader csv = RowReaders.open(RowsOf.utf8("a,b\n1,2\n3\n4,5\n"), RowFormat.CSV);

        assertThat(all(new RowJobs(csv, 2, OptionalLong.empty())).get(0).items())
                .extracting(row -> row.problem() == null)
                .containsExactly(true, false);
    }

    @Test
    @DisplayName("close their reader, unless the caller closes it")
    void close() {
        Rows rows = new Rows(1);
        new RowJobs(rows, 1, OptionalLong.empty()).close();
        assertThat(rows.closed).isEqualTo(1);
        RowJobs.leavingOpen(rows, 1, OptionalLong.empty()).close();
        assertThat(rows.closed).isEqualTo(1);
    }

    @Test
    @DisplayName("report their number, if it is known, and refuse empty chunks")
    void options() {
        assertThat(new RowJobs(new Rows(7), 3, OptionalLong.of(7)).total()).hasValue(7);
        assertThat(new RowJobs(new Rows(7), 3, OptionalLong.empty()).total()).isEmpty();
        assertThatThrownBy(() -> new RowJobs(new Rows(7), 0, OptionalLong.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("chunkSize must be at least 1: 0");
    }
}
