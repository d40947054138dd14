package dev.zograf.nodes.lora;

import dev.zograf.tensor.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The first LoRA files, those of lora_diffusion (keys {@code unet:N:up}), know layers by a number alone: their place among all layers of
 * the classes that were trained, in the order in which PyTorch lists the modules of diffusers as it was then. That order is told here:
 * attentions before the convolutions of their level, the middle after the way up, the feed-forward part between the two attentions (later
 * releases put it last; the shapes tell), and keys before values before queries in the text encoder.
 */
final class FirstOrder {

    private static final Pattern KEY = Pattern.compile("(unet|text_encoder):\\d{1,6}:(up|down)");
    private static final Pattern MODULE = Pattern.compile("(unet|text_encoder):\\d{1,6}");
    private static final List<String> ATTENTION = List.of("to_q", "to_k", "to_v", "to_out.0");
    private static final List<String> TEXT = List.of("k_proj", "v_proj", "q_proj", "out_proj");
    private static final List<String> RESNET = List.of("conv1", "time_emb_proj", "conv2", "conv_shortcut");

    private FirstOrder() {}

    /** Whether a tensor is called as in such a file. */
    static boolean isKey(String name) {
        return KEY.matcher(name).matches();
    }

    /** Whether a module is known by a number. */
    static boolean isModule(String name) {
        return MODULE.matcher(name).matches();
    }

    /** Which network a numbered module is in. */
    static String network(String module) {
        return module.substring(0, module.indexOf(':'));
    }

    private static int number(String module) {
        return Integer.parseInt(module.substring(module.indexOf(':') + 1));
    }

    /**
     * The layers of numbered modules, by the modules' names: in the order, of those that there were, in which all have the right shapes, or
     * that in which most have.
     *
     * @param modules of one network
     * @param metadata what the file says of the classes that were trained
     */
    static Map<String, String> layers(
            String network, Weights weights, List<LoraModule> modules, Map<String, String> metadata) {
        Map<String, String> best = Map.of();
        long most = -1;
        for (List<String> order : orders(network, weights, metadata.getOrDefault(network, ""))) {
            Map<String, String> layers = new LinkedHashMap<>();
            for (LoraModule module : modules) {
                if (number(module.name()) < order.size()) {
                    layers.put(module.name(), order.get(number(module.name())));
                }
            }
            long fitting = modules.stream()
                    .filter(module -> fits(module, Optional.ofNullable(layers.get(module.name())), weights))
                    .count();
            if (fitting > most) {
                most = fitting;
                best = layers;
            }
        }
        return best;
    }

    private static boolean fits(LoraModule module, Optional<String> layer, Weights weights) {
        return layer.flatMap(path -> weights.find(path + ".weight"))
                .flatMap(weight -> module.weight(LoraScale.plain()).map(delta -> delta.fits(weight)))
                .orElse(false);
    }

    private static List<List<String>> orders(String network, Weights weights, String classes) {
        if (network.equals("text_encoder")) {
            return List.of(text(weights));
        }
        List<List<String>> out = new ArrayList<>();
        for (boolean middleLast : new boolean[] {true, false}) {
            for (boolean forwardLast : new boolean[] {false, true}) {
                out.add(unet(weights, classes, middleLast, forwardLast));
            }
        }
        return out;
    }

    private static List<String> text(Weights weights) {
        List<String> out = new ArrayList<>();
        Weights w = weights.has("encoder") ? weights : weights.at("text_model");
        for (Weights layer : w.at("encoder").all("layers")) {
            TEXT.forEach(name -> out.add(layer.path() + ".self_attn." + name));
        }
        return out;
    }

    private static List<String> unet(Weights w, String classes, boolean middleLast, boolean forwardLast) {
        boolean gates = classes.isBlank() || classes.contains("GEGLU");
        boolean convolutions = classes.contains("ResnetBlock2D");
        List<String> middle = new ArrayList<>();
        if (w.has("mid_block")) {
            block(w.at("mid_block"), gates, convolutions, forwardLast, middle);
        }
        List<String> out = new ArrayList<>();
        w.all("down_blocks").forEach(block -> block(block, gates, convolutions, forwardLast, out));
        if (!middleLast) {
            out.addAll(middle);
        }
        w.all("up_blocks").forEach(block -> block(block, gates, convolutions, forwardLast, out));
        if (middleLast) {
            out.addAll(middle);
        }
        return out;
    }

    private static void block(
            Weights block, boolean gates, boolean convolutions, boolean forwardLast, List<String> out) {
        for (Weights attention : block.all("attentions")) {
            for (Weights layer : attention.all("transformer_blocks")) {
                ATTENTION.forEach(name -> out.add(layer.path() + ".attn1." + name));
                if (gates && !forwardLast) {
                    out.add(layer.path() + ".ff.net.0.proj");
                }
                ATTENTION.forEach(name -> out.add(layer.path() + ".attn2." + name));
                if (gates && forwardLast) {
                    out.add(layer.path() + ".ff.net.0.proj");
                }
            }
        }
        if (convolutions) {
            for (Weights resnet : block.all("resnets")) {
                RESNET.stream().filter(resnet::has).forEach(name -> out.add(resnet.path() + "." + name));
            }
        }
    }
}
