package dev.sluice.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The rows that are written to the database, as CSV: a file that the run makes once, and whose path those who measure
 * learn by a property. Read by hand it is as plain as can be: several threads share one parser, and nothing is checked.
 */
final class BatchFile implements AutoCloseable {

    static final int ROWS = 200_000;

    private static final String PROPERTY = "bench.csv";

    private final CSVParser parser;
    private final Iterator<CSVRecord> records;

    private BatchFile(CSVParser parser) {
        this.parser = parser;
        records = parser.iterator();
    }

    /** Writes it, if that was not done before. */
    static synchronized void write(Path directory) throws IOException {
        if (System.getProperty(PROPERTY) != null) {
            return;
        }
        Path file = directory.toAbsolutePath().resolve("people.csv");
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write(String.join(",", BatchTable.COLUMNS) + "\r\n");
            for (int id = 1; id <= ROWS; id++) {
                String[] row = BatchTable.person(id);
                out.write(row[0] + ",\"" + row[1] + "\"," + row[2] + ',' + row[3] + "\r\n");
            }
        }
        System.setProperty(PROPERTY, file.toString());
    }

    static Path path() {
        return Path.of(System.getProperty(PROPERTY));
    }

    static BatchFile open() throws IOException {
        BatchFile file = new BatchFile(CSVParser.builder()
                .setReader(Files.newBufferedReader(path()))
                .setFormat(CSVFormat.RFC4180)
                .get());
        file.records.next(); // the header
        return file;
    }

    /** The next rows, so many at most; empty after the last. */
    synchronized List<String[]> next(int most) {
        List<String[]> rows = new ArrayList<>(most);
        while (rows.size() < most && records.hasNext()) {
            rows.add(records.next().values());
        }
        return rows;
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
