package dev.zograf.contrib.prompts;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import java.util.List;

/** Joins texts to one. */
@Doc("Joins texts to one.")
@NodeType(id = "contrib.join-text", title = "Join text", category = "text")
public final class JoinText implements Node<JoinText.In, JoinText.Out> {

    /** What to join. */
    public record In(
            @Doc("The texts in order.") List<String> texts,

            @Doc("What stands between them.") @Default("\", \"")
            String separator,

            @Doc("Leaves out texts of nothing but space.") @Default("true")
            boolean skipEmpty) {}

    /** What came of it. */
    public record Out(@Doc("The joined text.") String text) {}

    @Override
    public Out run(In in, RunContext ctx) {
        Budget budget = new Budget("texts");
        List<String> texts = in.texts().stream()
                .filter(text -> !in.skipEmpty() || !text.isBlank())
                .map(text -> budget.spend(text + in.separator()).substring(0, text.length()))
                .toList();
        return new Out(String.join(in.separator(), texts));
    }
}
