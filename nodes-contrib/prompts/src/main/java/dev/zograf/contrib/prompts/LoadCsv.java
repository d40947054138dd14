package dev.zograf.contrib.prompts;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.RunFiles;
import java.util.List;
import java.util.Optional;

/** Reads prompts from a table in CSV (RFC 4180) whose first line names the columns. */
@Doc("Reads prompts from a CSV table: one column, or a template that each row fills.")
@NodeType(id = "contrib.load-csv", title = "Load CSV table", category = "text/lists")
public final class LoadCsv implements Node<LoadCsv.In, LoadCsv.Out> {

    /** What stands between cells. */
    public enum Separator {
        /** The one of the others that the first line has most of. */
        AUTO(','),
        /** A comma. */
        COMMA(','),
        /** A semicolon. */
        SEMICOLON(';'),
        /** A tab. */
        TAB('\t');

        private final char sign;

        Separator(char sign) {
            this.sign = sign;
        }

        char sign() {
            return sign;
        }
    }

    /** What to read. */
    public record In(
            @Doc(
                    "A table in UTF-8, below the input folder; its first line names the columns, lines that begin with # are left out.")
            String file,

            @Doc("The column whose texts are wanted; either this or a template.")
            Optional<String> column,

            @Doc("A text with the names of columns in braces, such as a {colour} {animal}; {{ is a brace.")
            Optional<String> template,

            @Doc("What stands between cells; auto sees for itself.") @Default("auto")
            Separator separator,

            @Doc("The first row to take, counted from 0.") @Range(min = 0) @Default("0")
            int start,

            @Doc("How many rows to take at most; 0 takes all.") @Range(min = 0) @Default("0")
            int count) {

        /** One of the two says what is wanted. */
        public In {
            Rows.requireOne(column, template);
        }
    }

    /** What was read. */
    public record Out(
            @Doc("One text a row.") List<String> texts,
            @Doc("The names of the columns.") List<String> columns) {}

    @Override
    public Out run(In in, RunContext ctx) {
        Rows rows = CsvTable.read(ctx, in.file(), in.separator());
        return new Out(rows.texts(in.column(), in.template(), in.start(), in.count()), rows.columns());
    }

    @Override
    public String fingerprint(In in, RunFiles files) throws Exception {
        return TextFile.fingerprint(files, in.file());
    }
}
