package dev.zograf.nodes.flow;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import java.util.List;

/** Joins texts, such as the parts of a prompt. */
@Doc("Joins texts to one, such as the parts of a prompt.")
@NodeType(id = "text-join", title = "Join texts", category = "flow/text")
public final class TextJoin implements Node<TextJoin.In, TextJoin.Out> {

    /** The texts, and what stands between them. */
    public record In(
            @Doc("The texts in order.") List<String> texts,

            @Doc("What stands between two texts.") @Default("\"\"")
            String separator) {}

    /** The whole. */
    public record Out(@Doc("The joined text.") String text) {}

    @Override
    public Out run(In in, RunContext ctx) {
        return new Out(String.join(in.separator(), in.texts()));
    }
}
