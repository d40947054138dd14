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

/** Reads prompts from a JSON file: a list of texts, or a list of objects, whose members are the columns. */
@Doc("Reads prompts from a JSON list of objects or texts: one member, or a template that each object fills.")
@NodeType(id = "contrib.load-json", title = "Load JSON table", category = "text/lists")
public final class LoadJson implements Node<LoadJson.In, LoadJson.Out> {

    /** What to read. */
    public record In(
            @Doc("A JSON file below the input folder.") String file,

            @Doc("Where the list is, by the names of members with slashes between; the whole file if empty.")
            @Default("")
            String at,

            @Doc("The member whose texts are wanted, text for a list of texts; either this or a template.")
            Optional<String> column,

            @Doc("A text with the names of members in braces, such as a {colour} {animal}; {{ is a brace.")
            Optional<String> template,

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
            @Doc("One text an object.") List<String> texts,
            @Doc("The names of the members.") List<String> columns) {}

    @Override
    public Out run(In in, RunContext ctx) {
        Rows rows = JsonTable.read(ctx, in.file(), in.at());
        return new Out(rows.texts(in.column(), in.template(), in.start(), in.count()), rows.columns());
    }

    @Override
    public String fingerprint(In in, RunFiles files) throws Exception {
        return TextFile.fingerprint(files, in.file());
    }
}
