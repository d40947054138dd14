package dev.zograf.runtime.ort;

import dev.zograf.tensor.Nn;
import dev.zograf.tensor.Op;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.Tokens;
import java.util.function.BiConsumer;

/** For {@link OperatorsTest}: choosing, sorting and adding up tokens. Results that are numbers of tokens are used to choose some. */
final class TokenCases {

    private TokenCases() {}

    static void forEach(BiConsumer<Op, OperatorsTest.Case> cases) {
        cases.accept(Op.ARG_MAX, t -> {
            Tensor x = t.tokens(5);
            return Tokens.take(x.permute(0, 2, 1), Tokens.argMax(x));
        });
        cases.accept(Op.ARG_MAX, t -> {
            // Equal numbers: the first counts.
            Tensor x = t.tokens(6).times(0);
            return Tokens.take(t.graph.inputs().get("x").permute(0, 2, 1), Tokens.argMax(x));
        });
        for (boolean descending : new boolean[] {true, false}) {
            cases.accept(Op.ARG_SORT, t -> {
                Tensor x = t.tokens(1);
                Tensor numbers = x.reshape(x.dim(0), x.dim(1));
                return Tokens.take(x, Tokens.argSort(numbers, descending));
            });
            cases.accept(Op.ARG_SORT, t -> {
                Tensor x = t.tokens(3);
                Tensor order = Tokens.argSort(
                        x.slice(2, 0, 1).reshape(x.dim(0), x.dim(1)).clamp(-0.2, 0.2), descending);
                // The order of an order is the way back.
                return Tokens.take(Tokens.take(x, order), Tokens.argSort(order, false))
                        .plus(Tokens.take(x, order));
            });
        }
        cases.accept(Op.GATHER, t -> {
            Tensor x = t.tokens(4);
            int tokens = t.inputs.get("x").shape()[1];
            return Tokens.gather(x, 1, t.ids("at", tokens, new String[] {"some"}, t.size(0, 6)));
        });
        cases.accept(Op.GATHER, t -> {
            Tensor x = t.tokens(4);
            int tokens = t.inputs.get("x").shape()[1];
            Tensor tiles = Tokens.gather(
                    x, 1, t.ids("at", tokens, new String[] {"tiles", "each"}, t.size(1, 3), t.size(1, 4)));
            Tensor split = tiles.reshape(x.dim(0).times(tiles.dim(1)), tiles.dim(2), 4);
            return Nn.attention(split, split, split, 2, false)
                    .reshape(x.dim(0), tiles.dim(1).times(tiles.dim(2)), 4);
        });
        cases.accept(Op.TAKE_TOKENS, t -> {
            Tensor x = t.tokens(4);
            int[] shape = t.inputs.get("x").shape();
            return Tokens.take(x, t.ids("at", shape[1], new String[] {"batch", "some"}, shape[0], t.size(0, 7)));
        });
        cases.accept(Op.ADD_TOKENS, t -> {
            Tensor x = t.tokens(4);
            int[] shape = t.inputs.get("x").shape();
            int some = t.size(0, 20);
            Tensor rows = t.input("rows", new String[] {"batch", "some", ""}, shape[0], some, 4);
            return Tokens.add(x, t.ids("at", shape[1], new String[] {"batch", "some"}, shape[0], some), rows);
        });
    }
}
