package dev.zograf.contrib.prompts;

import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.RunFiles;
import java.util.ArrayList;
import java.util.List;

/** Lists what a prompt with wildcards can become, one text for each combination of choices, as {@link Combinations} orders them. */
@Doc("Lists all texts that a prompt with wildcards can become, up to a limit.")
@NodeType(id = "contrib.all-wildcards", title = "All wildcards", category = "text/wildcards")
public final class AllWildcards implements Node<AllWildcards.In, AllWildcards.Out> {

    /** What to combine. */
    public record In(
            @Doc("The prompt, in the notation of contrib.fill-wildcards; weights play no part.")
            String text,

            @Doc("The first combination to list, counted from 0.") @Range(min = 0) @Default("0")
            long start,

            @Doc("As many texts as are listed at most.") @Range(min = 1, max = 10_000) @Default("100")
            int most,

            @Doc("The folder of the lists, below the input folder.") @Default("wildcards")
            String folder) {}

    /** What there is. */
    public record Out(
            @Doc("The texts; the last choice of the prompt changes fastest.")
            List<String> texts,

            @Doc("How many combinations there are; 9223372036854775807 stands for that many or more.")
            long total) {}

    @Override
    public Out run(In in, RunContext ctx) {
        Combinations all =
                new Combinations(FillWildcards.template(in.text(), new WildcardFiles(ctx.files(), in.folder())));
        if (in.start() >= all.count()) {
            throw new InvalidInputException(
                    "start",
                    "There is no combination " + in.start() + "; there are " + all.count() + ", counted from 0.");
        }
        int count = (int) Math.min(in.most(), all.count() - in.start());
        List<String> texts = new ArrayList<>();
        Budget budget = new Budget("most");
        for (int i = 0; i < count; i++) {
            try {
                texts.add(budget.spend(all.text(in.start() + i)));
            } catch (WildcardParser.SyntaxException e) {
                throw e.ofText();
            }
            ctx.progress(i + 1, count);
        }
        return new Out(texts, all.count());
    }

    @Override
    public String fingerprint(In in, RunFiles files) throws Exception {
        WildcardFiles lists = new WildcardFiles(files, in.folder());
        FillWildcards.template(in.text(), lists);
        return lists.fingerprint();
    }
}
