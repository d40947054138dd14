package dev.zograf.nodes.latent;

import dev.zograf.api.Choices;
import dev.zograf.api.Default;
import dev.zograf.api.Doc;
import dev.zograf.api.Node;
import dev.zograf.api.NodeType;
import dev.zograf.api.Range;
import dev.zograf.api.RunContext;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Latent;

/** A latent between two others. */
@NodeType(id = "blend-latents", title = "Blend latents", category = "latent")
@Doc("A latent between two others.")
public final class BlendLatents implements Node<BlendLatents.In, BlendLatents.Out> {

    /** What to blend. */
    public record In(
            @Doc("The first; the result has its size, mask and noise.")
            Latent first,

            @Doc("The second; of another size, the middle of it is scaled.")
            Latent second,

            @Doc("How much of the first; the rest is the second.") @Default("0.5") @Range(min = 0, max = 1, step = 0.01)
            double share,

            @Doc(
                    "How: linear mixes the numbers; directed mixes the directions of the vectors at each pixel and their lengths apart, so that none becomes short.")
            @Choices({"linear", "directed"})
            @Default("linear")
            String method) {}

    /** The result. */
    public record Out(@Doc("The blended latents.") Latent latent) {}

    @Override
    public Out run(In in, RunContext ctx) {
        FloatTensor first = in.first().samples();
        boolean linear = in.method().equals("linear");
        Interpolation method = linear ? Interpolation.BICUBIC : Interpolation.BILINEAR;
        FloatTensor second = Latents.like(in.second().samples(), first, method, "second");
        double share = in.share();
        FloatTensor blended =
                linear ? first.zip(second, (a, b) -> a * share + b * (1 - share)) : directed(first, second, share);
        return new Out(Latents.painted(in.first(), blended));
    }

    private static FloatTensor directed(FloatTensor first, FloatTensor second, double share) {
        int channels = first.dim(1);
        int area = first.dim(2) * first.dim(3);
        float[] out = new float[first.size()];
        double[] mixed = new double[channels];
        for (int i = 0; i < out.length / channels; i++) {
            int at = i / area * channels * area + i % area;
            double a = length(first, at, area, channels);
            double b = length(second, at, area, channels);
            double sum = 0;
            for (int c = 0; c < channels; c++) {
                double x = a == 0 ? 0 : first.at(at + c * area) / a;
                double y = b == 0 ? 0 : second.at(at + c * area) / b;
                mixed[c] = x * share + y * (1 - share);
                sum += mixed[c] * mixed[c];
            }
            double length = sum == 0 ? 0 : (a * share + b * (1 - share)) / Math.sqrt(sum);
            for (int c = 0; c < channels; c++) {
                out[at + c * area] = (float) (mixed[c] * length);
            }
        }
        return FloatTensor.wrap(out, first.shape());
    }

    private static double length(FloatTensor x, int at, int area, int channels) {
        double sum = 0;
        for (int c = 0; c < channels; c++) {
            sum += (double) x.at(at + c * area) * x.at(at + c * area);
        }
        return Math.sqrt(sum);
    }
}
