package dev.zograf.contrib.prompts;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.RunFiles;
import java.util.ArrayList;
import java.util.List;

/** Chooses one text of a prompt with wildcards, by a seed. {@link WildcardParser} has the notation, {@link Draw} the generator. */
@Doc("Chooses among the wildcards of a prompt by a seed: {red|green}, {2::often|rarely}, {2$$a|b|c}, __list__.")
@NodeType(id = "contrib.fill-wildcards", title = "Fill wildcards", category = "text/wildcards")
public final class FillWildcards implements Node<FillWildcards.In, FillWildcards.Out> {

    /** What to choose from. */
    public record In(
            @Doc(
                    "The prompt: {red|green|{light|dark} blue} is one of these, {2::red|green} takes red twice as often, {2$$ and"
                            + " $$a|b|c} takes two different ones, __animals/cats__ a line of the list animals/cats.txt; a backslash takes"
                            + " the meaning from the sign behind it.")
            String text,

            @Doc("The same seed chooses the same; another seed may choose otherwise.") @Default("0")
            long seed,

            @Doc("How many texts to make; the first from the seed, the next from seed + 1, and so on.")
            @Range(min = 1, max = 10_000)
            @Default("1")
            int count,

            @Doc("The folder of the lists, below the input folder.") @Default("wildcards")
            String folder) {}

    /** What was chosen. */
    public record Out(
            @Doc("The first text.") String text,
            @Doc("All texts.") List<String> texts) {}

    @Override
    public Out run(In in, RunContext ctx) {
        Template template = template(in.text(), new WildcardFiles(ctx.files(), in.folder()));
        List<String> texts = new ArrayList<>();
        Budget budget = new Budget("count");
        for (int i = 0; i < in.count(); i++) {
            try {
                texts.add(budget.spend(Draw.text(template, in.seed() + i)));
            } catch (WildcardParser.SyntaxException e) {
                throw e.ofText();
            }
            ctx.progress(i + 1, in.count());
        }
        return new Out(texts.get(0), texts);
    }

    @Override
    public String fingerprint(In in, RunFiles files) throws Exception {
        WildcardFiles lists = new WildcardFiles(files, in.folder());
        template(in.text(), lists);
        return lists.fingerprint();
    }

    /** Reads a prompt, with mistakes as the input's. */
    static Template template(String text, WildcardFiles lists) {
        try {
            return WildcardParser.parse(text, lists);
        } catch (WildcardParser.SyntaxException e) {
            throw e.ofText();
        }
    }
}
