package dev.zograf.contrib.filters.mask;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.Mask;
import dev.zograf.contrib.filters.pixels.Batches;
import java.util.function.DoubleBinaryOperator;

/** Combines two masks of one size. */
@NodeType(id = "contrib.combine-masks", title = "Combine masks", category = "image/mask")
@Doc("Combines two masks of one size.")
public final class CombineMasks implements Node<CombineMasks.In, CombineMasks.Out> {

    /** What to do, and with what. */
    public record In(
            @Doc("The first masks.") Mask a,

            @Doc("The second masks, as many, or one for all.")
            Mask b,

            @Doc(
                    "How: union takes the greater, intersection the less, difference |a - b|; add, subtract and multiply are clipped to 0 to 1.")
            @Choices({"union", "intersection", "difference", "add", "subtract", "multiply"})
            @Default("union")
            String by) {}

    /** What came of it. */
    public record Out(@Doc("The masks.") Mask mask) {}

    @Override
    public Out run(In in, RunContext ctx) {
        Mask a = in.a();
        Mask b = in.b();
        Batches.sameSize("b", b.width(), b.height(), "mask a", a.width(), a.height());
        int batch = Batches.common("b", a.batch(), b.batch());
        DoubleBinaryOperator by = switch (in.by()) {
            case "union" -> Math::max;
            case "intersection" -> Math::min;
            case "difference" -> (x, y) -> Math.abs(x - y);
            case "add" -> Double::sum;
            case "subtract" -> (x, y) -> x - y;
            default -> (x, y) -> x * y;
        };
        return new Out(Mask.of(
                a.values().repeatTo(batch).zip(b.values().repeatTo(batch), by).clamp(0, 1)));
    }
}
