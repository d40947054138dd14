package dev.zograf.contrib.prompts;

import dev.zograf.api.BadFileException;
import dev.zograf.api.RunContext;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.DuplicateHeaderMode;

/** Reads tables in CSV with Commons CSV. */
final class CsvTable {

    private CsvTable() {}

    /**
     * The table of a file.
     *
     * @throws BadFileException if it is no table: a column without or with a doubled name, a row with too many or too few cells, a quote
     *     that is not closed, too many rows
     */
    static Rows read(RunContext ctx, String file, LoadCsv.Separator separator) {
        String text = TextFile.read(ctx.files(), file);
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setDelimiter(sign(text, separator))
                .setCommentMarker('#')
                .setIgnoreEmptyLines(true)
                .setIgnoreSurroundingSpaces(true)
                .setHeader()
                .setSkipHeaderRecord(true)
                .setAllowMissingColumnNames(false)
                .setDuplicateHeaderMode(DuplicateHeaderMode.DISALLOW)
                .get();
        try (CSVParser parser = CSVParser.parse(new StringReader(text), format)) {
            List<String> columns = parser.getHeaderNames();
            if (columns.isEmpty()) {
                throw new BadFileException(file, "the table is empty; its first line names the columns.");
            }
            List<Map<String, String>> rows = new ArrayList<>();
            for (CSVRecord record : parser) {
                rows.add(row(file, columns, record, parser.getCurrentLineNumber()));
                if (rows.size() > Rows.MAX_ROWS) {
                    throw new BadFileException(file, "the table has more than " + Rows.MAX_ROWS + " rows; split it.");
                }
                ctx.throwIfRequested();
            }
            return new Rows(columns, rows);
        } catch (IOException | UncheckedIOException | IllegalArgumentException | IllegalStateException e) {
            throw new BadFileException(file, "this is no table in CSV: " + e.getMessage(), e);
        }
    }

    private static Map<String, String> row(String file, List<String> columns, CSVRecord record, long line) {
        if (record.size() != columns.size()) {
            throw new BadFileException(
                    file,
                    "the row that ends at line " + line + " has " + record.size()
                            + " cells, and there are " + columns.size()
                            + " columns; put a cell that has the separator in it into quotes.");
        }
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            row.put(columns.get(i), record.get(i));
        }
        return row;
    }

    private static char sign(String text, LoadCsv.Separator separator) {
        if (separator != LoadCsv.Separator.AUTO) {
            return separator.sign();
        }
        String header = text.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .findFirst()
                .orElse("");
        char best = ',';
        long most = 0;
        for (LoadCsv.Separator candidate : LoadCsv.Separator.values()) {
            long count = header.chars().filter(c -> c == candidate.sign()).count();
            if (count > most) {
                most = count;
                best = candidate.sign();
            }
        }
        return best;
    }
}
