package dev.zograf.contrib.prompts;

import dev.zograf.api.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rows of a table by column, and what becomes of them. */
record Rows(List<String> columns, List<Map<String, String>> rows) {

    /** As many rows as a table may have. */
    static final int MAX_ROWS = 100_000;

    /** Some of a list: from {@code start}, {@code count} or all. */
    static <T> List<T> range(List<T> all, int start, int count) {
        int from = Math.min(start, all.size());
        int to = count == 0 ? all.size() : (int) Math.min(all.size(), (long) from + count);
        return List.copyOf(all.subList(from, to));
    }

    /** Fails unless one of the two is given. */
    static void requireOne(Optional<String> column, Optional<String> template) {
        if (column.isPresent() == template.isPresent()) {
            throw new InvalidInputException(
                    column.isPresent() ? "template" : "column",
                    "Give either the column whose texts are wanted or a template that the rows fill, such as \"a {colour}"
                            + " {animal}\".");
        }
    }

    /** One text a row: a cell of the column, or the template with the row's cells. */
    List<String> texts(Optional<String> column, Optional<String> template, int start, int count) {
        List<String> texts = new ArrayList<>();
        Budget budget = new Budget("count");
        for (Map<String, String> row : range(rows, start, count)) {
            if (column.isPresent()) {
                texts.add(budget.spend(cell(row, column.get())));
            } else {
                texts.add(budget.spend(Placeholders.fill("template", template.orElseThrow(), row)));
            }
        }
        if (texts.isEmpty()) {
            throw new InvalidInputException(
                    "start",
                    "There is no row to take: the table has " + rows.size() + ", wanted are those from " + start + ".");
        }
        return texts;
    }

    private String cell(Map<String, String> row, String column) {
        if (!columns.contains(column)) {
            throw new InvalidInputException(
                    "column", "There is no column \"" + column + "\"; there are " + String.join(", ", columns) + ".");
        }
        return row.getOrDefault(column, "");
    }
}
