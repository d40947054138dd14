package dev.zograf.contrib.files;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes texts to a file, one below the other. */
@Doc("Writes texts to a file in UTF-8, one below the other; an older file of that name is replaced.")
@NodeType(id = "contrib.save-text", title = "Save text", category = "files", effect = true)
public final class SaveText implements Node<SaveText.In, SaveText.Out> {

    /** What to write, and where. */
    public record In(
            @Doc("The texts.") List<String> texts,

            @Doc("The file's name below the output folder; without an extension it gets .txt.")
            @Default("\"texts.txt\"")
            String name,

            @Doc("What stands behind each text; a line break if nothing else is said.") @Default("\"\\n\"")
            String separator) {

        /** The name must be one. */
        public In {
            if (name.isBlank() || name.endsWith("/")) {
                throw new InvalidInputException("name", "A file needs a name, such as prompts.txt.");
            }
        }
    }

    /** What was written. */
    public record Out(@Doc("The path of the file.") String file) {}

    @Override
    public Out run(In in, RunContext ctx) {
        String name = NamePattern.stem(in.name()).equals(in.name()) ? in.name() + ".txt" : in.name();
        return new Out(ctx.files()
                .write(name, out -> {
                    for (String text : in.texts()) {
                        ctx.throwIfRequested();
                        out.write(text.getBytes(StandardCharsets.UTF_8));
                        out.write(in.separator().getBytes(StandardCharsets.UTF_8));
                    }
                })
                .toString());
    }
}
