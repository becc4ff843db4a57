package dev.sluice.adapter.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Text in aligned columns, two spaces apart. A column whose header begins with {@code >} is aligned to the right. Cells
 * are cleaned, and cut at a maximum length. Not thread-safe.
 */
final class TextTable {

    private static final int WIDEST = 48;

    private final List<List<String>> rows = new ArrayList<>();
    private final List<Paint> paints = new ArrayList<>();
    private final List<Boolean> toTheRight = new ArrayList<>();

    TextTable(String... headers) {
        List<String> names = new ArrayList<>();
        for (String header : headers) {
            boolean right = header.startsWith(">");
            toTheRight.add(right);
            names.add(cell(right ? header.substring(1) : header));
        }
        rows.add(names);
        paints.add(Paint.HEADER);
    }

    /** Adds one row, with a cell for each column. */
    TextTable row(Object... cells) {
        if (cells.length != toTheRight.size()) {
            throw new IllegalArgumentException(cells.length + " cells for " + toTheRight.size() + " columns");
        }
        List<String> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(cell(String.valueOf(cell)));
        }
        rows.add(row);
        paints.add(Paint.PLAIN);
        return this;
    }

    /** Sets the colour of the last row. */
    TextTable painted(Paint paint) {
        paints.set(paints.size() - 1, paint);
        return this;
    }

    /** Adds a row of two cells, of which the second is a sentence. Only a very long sentence is cut. */
    TextTable sentence(String name, String text) {
        rows.add(List.of(cell(name), PlainText.text(text)));
        paints.add(Paint.PLAIN);
        return this;
    }

    private static String cell(String text) {
        return PlainText.text(text, WIDEST);
    }

    /** Returns the header and the rows in their colours, or without any. */
    List<String> lines(boolean hasColours) {
        List<String> lines = lines();
        return !hasColours
                ? lines
                : IntStream.range(0, lines.size())
                        .mapToObj(i -> paints.get(i).on(lines.get(i)))
                        .toList();
    }

    /** Returns the header and the rows, without colours and without blanks at their ends. */
    List<String> lines() {
        int[] widths = new int[toTheRight.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], width(row.get(i)));
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = row.get(i);
            String blanks = " ".repeat(widths[i] - width(cell));
            line.append(i == 0 ? "" : "  ").append(toTheRight.get(i) ? blanks + cell : cell + blanks);
        }
        return line.toString().stripTrailing();
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
