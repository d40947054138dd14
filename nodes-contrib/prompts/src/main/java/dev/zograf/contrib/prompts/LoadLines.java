package dev.zograf.contrib.prompts;

import dev.zograf.api.BadFileException;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.RunFiles;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** Reads the lines of a text file, one prompt a line. */
@Doc("Reads the lines of a text file, one prompt a line.")
@NodeType(id = "contrib.load-lines", title = "Load lines", category = "text/lists")
public final class LoadLines implements Node<LoadLines.In, LoadLines.Out> {

    /** In which order lines come. */
    public enum Order {
        /** As they stand. */
        FILE,
        /** The last one first. */
        REVERSED,
        /** By their characters' code points. */
        SORTED,
        /** By the seed. */
        SHUFFLED
    }

    /** What to read. */
    public record In(
            @Doc("A text file in UTF-8, below the input folder.")
            String file,

            @Doc("Leaves out lines that begin with #.") @Default("true")
            boolean comments,

            @Doc("In which order the lines come.") @Default("file")
            Order order,

            @Doc("The same seed shuffles in the same way.") @Default("0")
            long seed,

            @Doc("The first line to take, counted from 0 after ordering.") @Range(min = 0) @Default("0")
            int start,

            @Doc("How many lines to take at most; 0 takes all.") @Range(min = 0) @Default("0")
            int count) {}

    /** What was read. */
    public record Out(
            @Doc("The lines without space around them; empty ones are left out.")
            List<String> lines,

            @Doc("How many lines were taken.") int count) {}

    @Override
    public Out run(In in, RunContext ctx) {
        List<String> lines = new ArrayList<>();
        for (String line : TextFile.lines(ctx.files(), in.file())) {
            String stripped = line.strip();
            if (!stripped.isEmpty() && !(in.comments() && stripped.startsWith("#"))) {
                lines.add(stripped);
            }
        }
        ctx.throwIfRequested();
        switch (in.order()) {
            case FILE -> {}
            case REVERSED -> Collections.reverse(lines);
            case SORTED -> lines.sort(Comparator.naturalOrder());
            case SHUFFLED -> new SplitMix(in.seed()).shuffle(lines);
        }
        List<String> taken = Rows.range(lines, in.start(), in.count());
        if (taken.isEmpty()) {
            throw new BadFileException(
                    in.file(),
                    "there is no line to take: the file has " + lines.size() + ", wanted are those from " + in.start()
                            + ".");
        }
        return new Out(taken, taken.size());
    }

    @Override
    public String fingerprint(In in, RunFiles files) throws Exception {
        return TextFile.fingerprint(files, in.file());
    }
}
