package dev.zograf.bench.checkpoint;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The names and shapes of every tensor of a Stable Diffusion checkpoint, 1.x or XL, in the diffusers layout, for any widths. Written from the
 * published configurations, not from our networks, so that it judges them.
 */
final class TensorShapes {

    private final Map<String, long[]> shapes = new TreeMap<>();

    private TensorShapes() {}

    /**
     * A UNet with feed-forward layers of four times the width.
     *
     * @param depths how many transformer blocks each attention of a level has; 0 for a level without attention
     */
    static Map<String, long[]> unet(
            int in, int out, List<Integer> channels, List<Integer> depths, int layers, int context, boolean linear) {
        TensorShapes s = new TensorShapes();
        int first = channels.get(0);
        int time = 4 * first;
        int last = channels.size() - 1;
        s.down(in, channels, depths, layers, context, linear);
        int before = channels.get(last);
        for (int level = 0; level <= last; level++) {
            int width = channels.get(last - level);
            int skipWidth = channels.get(Math.max(last - level - 1, 0));
            for (int i = 0; i <= layers; i++) {
                String block = "up_blocks." + level + ".";
                s.resnet(block + "resnets." + i, before + (i == layers ? skipWidth : width), width, time);
                before = width;
                s.transformer(block + "attentions." + i, width, context, linear, depths.get(last - level));
            }
            if (level < last) {
                s.conv("up_blocks." + level + ".upsamplers.0.conv", width, width, 3);
            }
        }
        s.norm("conv_norm_out", first);
        s.conv("conv_out", out, first, 3);
        return s.shapes;
    }

    /** A ControlNet for a UNet of these widths, with the embedding of the control picture that is usual. */
    static Map<String, long[]> controlNet(List<Integer> channels, int layers, int context) {
        TensorShapes s = new TensorShapes();
        List<Integer> depths = new ArrayList<>(Collections.nCopies(channels.size(), 1));
        depths.set(channels.size() - 1, 0);
        s.down(4, channels, depths, layers, context, false);
        List<Integer> widths = List.of(16, 32, 96, 256);
        String embedding = "controlnet_cond_embedding.";
        s.conv(embedding + "conv_in", widths.get(0), 3, 3);
        for (int i = 0; i + 1 < widths.size(); i++) {
            s.conv(embedding + "blocks." + 2 * i, widths.get(i), widths.get(i), 3);
            s.conv(embedding + "blocks." + (2 * i + 1), widths.get(i + 1), widths.get(i), 3);
        }
        s.conv(embedding + "conv_out", channels.get(0), widths.get(widths.size() - 1), 3);
        int skip = 0;
        s.conv("controlnet_down_blocks." + skip++, channels.get(0), channels.get(0), 1);
        int last = channels.size() - 1;
        for (int level = 0; level <= last; level++) {
            int width = channels.get(level);
            for (int i = 0; i < layers + (level < last ? 1 : 0); i++) {
                s.conv("controlnet_down_blocks." + skip++, width, width, 1);
            }
        }
        s.conv("controlnet_mid_block", channels.get(last), channels.get(last), 1);
        return s.shapes;
    }

    /** The way down and the middle. */
    private void down(int in, List<Integer> channels, List<Integer> depths, int layers, int context, boolean linear) {
        int first = channels.get(0);
        int time = 4 * first;
        layer("time_embedding.linear_1", time, first);
        layer("time_embedding.linear_2", time, time);
        conv("conv_in", first, in, 3);
        int last = channels.size() - 1;
        int before = first;
        for (int level = 0; level <= last; level++) {
            int width = channels.get(level);
            for (int i = 0; i < layers; i++) {
                String block = "down_blocks." + level + ".";
                resnet(block + "resnets." + i, before, width, time);
                before = width;
                transformer(block + "attentions." + i, width, context, linear, depths.get(level));
            }
            if (level < last) {
                conv("down_blocks." + level + ".downsamplers.0.conv", width, width, 3);
            }
        }
        resnet("mid_block.resnets.0", before, before, time);
        transformer("mid_block.attentions.0", before, context, linear, Math.max(1, depths.get(last)));
        resnet("mid_block.resnets.1", before, before, time);
    }

    /** A VAE with attention in the middle. */
    static Map<String, long[]> vae(int latent, List<Integer> channels, int layers) {
        TensorShapes s = new TensorShapes();
        int last = channels.size() - 1;
        int deep = channels.get(last);
        s.conv("quant_conv", 2 * latent, 2 * latent, 1);
        s.conv("post_quant_conv", latent, latent, 1);
        int before = channels.get(0);
        s.conv("encoder.conv_in", before, 3, 3);
        for (int level = 0; level <= last; level++) {
            for (int i = 0; i < layers; i++) {
                s.resnet("encoder.down_blocks." + level + ".resnets." + i, before, channels.get(level), 0);
                before = channels.get(level);
            }
            if (level < last) {
                s.conv("encoder.down_blocks." + level + ".downsamplers.0.conv", before, before, 3);
            }
        }
        s.vaeMiddle("encoder.mid_block", deep);
        s.norm("encoder.conv_norm_out", deep);
        s.conv("encoder.conv_out", 2 * latent, deep, 3);
        s.conv("decoder.conv_in", deep, latent, 3);
        s.vaeMiddle("decoder.mid_block", deep);
        for (int level = 0; level <= last; level++) {
            for (int i = 0; i <= layers; i++) {
                s.resnet("decoder.up_blocks." + level + ".resnets." + i, before, channels.get(last - level), 0);
                before = channels.get(last - level);
            }
            if (level < last) {
                s.conv("decoder.up_blocks." + level + ".upsamplers.0.conv", before, before, 3);
            }
        }
        s.norm("decoder.conv_norm_out", before);
        s.conv("decoder.conv_out", 3, before, 3);
        return s.shapes;
    }

    /** The embedding of sizes and of the pooled text that SDXL adds to the time's, which has four times the first width. */
    static Map<String, long[]> addition(int first, int in) {
        TensorShapes s = new TensorShapes();
        s.layer("add_embedding.linear_1", 4 * first, in);
        s.layer("add_embedding.linear_2", 4 * first, 4 * first);
        return s.shapes;
    }

    /** A CLIP text encoder. */
    static Map<String, long[]> clipText(int vocabulary, int tokens, int width, int layers, int inner) {
        TensorShapes s = new TensorShapes();
        s.put("text_model.embeddings.token_embedding.weight", vocabulary, width);
        s.put("text_model.embeddings.position_embedding.weight", tokens, width);
        for (int i = 0; i < layers; i++) {
            String layer = "text_model.encoder.layers." + i + ".";
            for (String name : List.of("q_proj", "k_proj", "v_proj", "out_proj")) {
                s.layer(layer + "self_attn." + name, width, width);
            }
            s.norm(layer + "layer_norm1", width);
            s.norm(layer + "layer_norm2", width);
            s.layer(layer + "mlp.fc1", inner, width);
            s.layer(layer + "mlp.fc2", width, inner);
        }
        s.norm("text_model.final_layer_norm", width);
        return s.shapes;
    }

    private void resnet(String at, int in, int out, int time) {
        norm(at + ".norm1", in);
        conv(at + ".conv1", out, in, 3);
        if (time > 0) {
            layer(at + ".time_emb_proj", out, time);
        }
        norm(at + ".norm2", out);
        conv(at + ".conv2", out, out, 3);
        if (in != out) {
            conv(at + ".conv_shortcut", out, in, 1);
        }
    }

    private void transformer(String at, int width, int context, boolean linear, int depth) {
        if (depth == 0) {
            return;
        }
        norm(at + ".norm", width);
        for (String name : List.of("proj_in", "proj_out")) {
            if (linear) {
                layer(at + "." + name, width, width);
            } else {
                conv(at + "." + name, width, width, 1);
            }
        }
        for (int block = 0; block < depth; block++) {
            transformerBlock(at + ".transformer_blocks." + block + ".", width, context);
        }
    }

    private void transformerBlock(String block, int width, int context) {
        for (int i = 1; i <= 3; i++) {
            norm(block + "norm" + i, width);
        }
        for (int i = 1; i <= 2; i++) {
            int keys = i == 1 ? width : context;
            put(block + "attn" + i + ".to_q.weight", width, width);
            put(block + "attn" + i + ".to_k.weight", width, keys);
            put(block + "attn" + i + ".to_v.weight", width, keys);
            layer(block + "attn" + i + ".to_out.0", width, width);
        }
        layer(block + "ff.net.0.proj", 8 * width, width);
        layer(block + "ff.net.2", width, 4 * width);
    }

    private void vaeMiddle(String at, int width) {
        resnet(at + ".resnets.0", width, width, 0);
        norm(at + ".attentions.0.group_norm", width);
        for (String name : List.of("to_q", "to_k", "to_v", "to_out.0")) {
            layer(at + ".attentions.0." + name, width, width);
        }
        resnet(at + ".resnets.1", width, width, 0);
    }

    private void conv(String at, int out, int in, int kernel) {
        put(at + ".weight", out, in, kernel, kernel);
        put(at + ".bias", out);
    }

    private void layer(String at, int out, int in) {
        put(at + ".weight", out, in);
        put(at + ".bias", out);
    }

    private void norm(String at, int width) {
        put(at + ".weight", width);
        put(at + ".bias", width);
    }

    private void put(String name, long... shape) {
        shapes.put(name, shape);
    }

    /** The decoder of a tiny autoencoder (TAESD) that doubles the sides of a latent so many times. */
    static Map<String, long[]> tinyDecoder(int width, int enlargements) {
        Map<String, long[]> out = new TreeMap<>();
        String layers = "decoder.layers.";
        tinyConv(out, layers + 0, 4, width, true);
        int next = 2;
        for (int enlarged = 0; enlarged <= enlargements; enlarged++) {
            for (int block = 0; block < (enlarged < enlargements ? 3 : 1); block++, next++) {
                for (int conv = 0; conv <= 4; conv += 2) {
                    tinyConv(out, layers + next + ".conv." + conv, width, width, true);
                }
            }
            if (enlarged < enlargements) {
                // The number before is that of the enlargement, which has no weights.
                tinyConv(out, layers + (next + 1), width, width, false);
                next += 2;
            }
        }
        tinyConv(out, layers + next, width, 3, true);
        return out;
    }

    private static void tinyConv(Map<String, long[]> out, String name, int from, int to, boolean bias) {
        out.put(name + ".weight", new long[] {to, from, 3, 3});
        if (bias) {
            out.put(name + ".bias", new long[] {to});
        }
    }
}
