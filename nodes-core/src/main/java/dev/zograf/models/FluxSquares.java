package dev.zograf.models;

import static dev.zograf.tensor.Nn.conv;

import dev.zograf.tensor.Dim;
import dev.zograf.tensor.Spatial;
import dev.zograf.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * Latents as tokens: the channels of each square of 2 x 2 latent pixels behind one another, square by square, row by row. Of a latent with an
 * odd side the last squares are filled up with what is at its other end.
 */
final class FluxSquares {

    private static final int SIDE = 2;

    private FluxSquares() {}

    /** {@code [batch, channels, h, w]} to {@code [batch, 4 * channels, ceil(h/2), ceil(w/2)]}, of each channel the upper left pixel first. */
    static Tensor of(Tensor latent) {
        // One more row and column than there are: a convolution of stride 2 leaves them out if the side is even.
        Tensor rows = Tensor.concat(2, List.of(latent, latent.slice(2, 0, 1)));
        Tensor padded = Tensor.concat(3, List.of(rows, rows.slice(3, 0, 1)));
        int channels = (int) latent.dim(1).fixed();
        int square = SIDE * SIDE;
        float[] kernels = new float[channels * square * square];
        for (int i = 0; i < channels * square; i++) {
            kernels[i * square + i % square] = 1;
        }
        Tensor each = latent.graph().constant(kernels, (long) channels * square, 1, SIDE, SIDE);
        return conv(padded, each, Optional.empty(), SIDE, new int[4], 1, channels);
    }

    /** Squares as tokens, {@code [batch, rows * columns, channels]}. */
    static Tensor tokens(Tensor squares) {
        return squares.reshape(squares.dim(0), squares.dim(1), squares.dim(2).times(squares.dim(3)))
                .permute(0, 2, 1);
    }

    /**
     * The way back.
     *
     * @param tokens {@code [batch, rows * columns, 4 * channels]}
     * @param squares has as many rows and columns
     * @param latent has the size of the result
     */
    static Tensor latent(Tensor tokens, Tensor squares, Tensor latent) {
        Dim channels = tokens.dim(2);
        Tensor whole = tokens.permute(0, 2, 1)
                .reshape(tokens.dim(0), channels, squares.dim(2), squares.dim(3))
                .pixelShuffle(SIDE);
        return Spatial.startLike(Spatial.startLike(whole, 2, latent), 3, latent);
    }
}
