package dev.zograf.models;

import static dev.zograf.tensor.Nn.attention;
import static dev.zograf.tensor.Nn.linearWithoutBias;
import static dev.zograf.tensor.Nn.rmsNorm;

import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.Weights;

/**
 * One layer of T5's encoder: self-attention and a perceptron, each behind a norm by the root of the mean square, none with biases (Raffel et al. 2020, section 2.1), in
 * the names of transformers' {@code T5Block}.
 */
record T5Layer(int width, int heads, int headWidth, int inner, boolean gated, double eps) {

    /**
     * {@code [batch, tokens, width]} to the same.
     *
     * @param w the scope of both parts, 0 and 1
     * @param bias added to the products of the tokens
     */
    Tensor apply(Tensor x, Weights w, Tensor bias) {
        Weights first = w.at("0");
        Weights self = first.at("SelfAttention");
        Tensor h = rmsNorm(x, first.at("layer_norm"), eps);
        int all = heads * headWidth;
        // T5 was trained without the usual scale of the products, which this takes back.
        Tensor q = linearWithoutBias(h, self.at("q"), all).times(Math.sqrt(headWidth));
        Tensor k = linearWithoutBias(h, self.at("k"), all);
        Tensor v = linearWithoutBias(h, self.at("v"), all);
        x = x.plus(linearWithoutBias(attention(q, k, v, heads, bias), self.at("o"), width));

        Weights second = w.at("1");
        Weights perceptron = second.at("DenseReluDense");
        h = rmsNorm(x, second.at("layer_norm"), eps);
        return x.plus(linearWithoutBias(activated(h, perceptron), perceptron.at("wo"), width));
    }

    private Tensor activated(Tensor h, Weights w) {
        return gated
                ? linearWithoutBias(h, w.at("wi_0"), inner).geluTanh().times(linearWithoutBias(h, w.at("wi_1"), inner))
                : linearWithoutBias(h, w.at("wi"), inner).relu();
    }
}
