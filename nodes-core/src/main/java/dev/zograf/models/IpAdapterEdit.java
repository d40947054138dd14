package dev.zograf.models;

import static dev.zograf.tensor.Nn.attention;
import static dev.zograf.tensor.Nn.linearWithoutBias;
import static java.util.Objects.requireNonNull;

import dev.zograf.tensor.DType;
import dev.zograf.tensor.GraphEdit;
import dev.zograf.tensor.Hooks;
import dev.zograf.tensor.Op;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The attention of an IP-Adapter in the graph of a {@link SdUnet} (Ye et al. 2023, section 3.2.2, equation 5): the queries that look at the
 * text look at the picture's tokens as well, by keys and values of the adapter's own, and both results are added.
 *
 * <p>Inputs: {@code tokens [batch, n, context]} from {@link IpAdapter}; {@code scale [batch, attentions]}, how much the picture counts at each
 * attention, in the order of {@link #attentions}; if masked, {@code mask.L [batch, pixels]} for L below {@link #LEVELS}, how much it counts at
 * each pixel of resolution L, row by row, where 0 is the latent's own and the next one has half the sides, rounded up.
 *
 * @param blocks how much of that each part of the U-Net gets; nothing is computed where it is 0
 * @param masked whether the picture counts more in some places than in others
 */
public record IpAdapterEdit(IpAdapter network, Weights weights, BlockShares blocks, boolean masked)
        implements GraphEdit {

    /** For how many resolutions there are masks; a latent that is halved more often would be of less than a pixel. */
    public static final int LEVELS = 8;

    private static final String END = ".attn2.to_k.weight";
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    @Override
    public void apply(Hooks hooks) {
        List<String> places = attentions(hooks.weights());
        blocks.requireIn(places, weights.file());
        int own = keys(weights).size();
        Map<String, Tensor> inputs = new TreeMap<>();
        UnetLevels levels = UnetLevels.of(hooks.weights());
        hooks.where(place -> place.endsWith(".attn2.mixed"), (place, mixed, context) -> {
            Tensor text = hooks.graph().inputs().get("encoder_hidden_states");
            if (text != null) {
                SdFamily.require("IP-Adapter", weights, network.context(), text);
            }
            if (places.size() != own) {
                throw SdFamily.mismatch(
                        "IP-Adapter",
                        weights,
                        "a model with " + own + " attentions to text",
                        "one with " + places.size());
            }
            String attention = place.substring(0, place.length() - ".mixed".length());
            int index = places.indexOf(attention);
            Tensor q = context.get(0);
            Tensor tokens = inputs.computeIfAbsent(
                    "tokens",
                    name -> hooks.input(name, DType.F32, q.dim(0), hooks.symbol("tokens"), network.context()));
            Tensor scale = inputs.computeIfAbsent("scale", name -> hooks.input(name, DType.F32, q.dim(0), own));
            String mask = mask(level(attention, levels));
            if (masked) {
                inputs.computeIfAbsent(mask, name -> hooks.input(name, DType.F32, q.dim(0), q.dim(1)));
                declareOthers(hooks, q, places, levels, inputs);
            }
            double block = blocks.at(attention);
            if (block == 0) {
                return mixed;
            }
            Weights w = weights.at("ip_adapter", keys(weights).get(index));
            long width = q.dim(2).fixed();
            requireWidth(w, width, attention);
            Tensor seen = attention(
                    q,
                    linearWithoutBias(tokens, w.at("to_k_ip"), width),
                    linearWithoutBias(tokens, w.at("to_v_ip"), width),
                    heads(q),
                    false);
            Tensor share = scale.slice(1, index, index + 1).reshape(q.dim(0), 1, 1);
            share = block == 1 ? share : share.times(block);
            if (masked) {
                share = share.times(requireNonNull(inputs.get(mask)).reshape(q.dim(0), q.dim(1), 1));
            }
            return List.of(mixed.get(0).plus(seen.times(share)));
        });
    }

    /** Masks come for all resolutions, also for those at which nothing looks at the text. */
    private static void declareOthers(
            Hooks hooks, Tensor q, List<String> places, UnetLevels levels, Map<String, Tensor> inputs) {
        for (int i = 0; i < LEVELS; i++) {
            int level = i;
            if (places.stream().noneMatch(place -> level(place, levels) == level)) {
                inputs.computeIfAbsent(
                        mask(i), name -> hooks.input(name, DType.F32, q.dim(0), hooks.symbol("pixels." + level)));
            }
        }
    }

    /** The input with the mask of a resolution. */
    public static String mask(int level) {
        return "mask." + level;
    }

    /** Which of the masks is that of a place. */
    private static int level(String place, UnetLevels levels) {
        return Math.min(levels.at(place), LEVELS - 1);
    }

    private static void requireWidth(Weights w, long width, String attention) {
        for (String part : List.of("to_k_ip.weight", "to_v_ip.weight")) {
            w.find(part).map(Weight::shape).filter(shape -> shape[0] != width).ifPresent(shape -> {
                throw SdFamily.mismatch(
                        "IP-Adapter",
                        w,
                        "a model with attention of width " + shape[0] + " where " + w.fullName(part) + " belongs",
                        "one of width " + width + " in " + attention);
            });
        }
    }

    /** How many heads look with these queries. */
    private static int heads(Tensor q) {
        return q.graph().nodes().stream()
                .filter(node -> node.op() == Op.ATTENTION && node.inputs().get(0) == q)
                .findFirst()
                .orElseThrow()
                .attribute("heads", Integer.class);
    }

    /** The numbers by which the file names its attentions, ascending. */
    public static List<Integer> keys(Weights file) {
        List<Integer> out = new ArrayList<>();
        for (String name : file.at("ip_adapter").names()) {
            Matcher number = NUMBER.matcher(name);
            if (name.endsWith(".to_k_ip.weight") && number.find()) {
                out.add(Integer.valueOf(number.group()));
            }
        }
        out.sort(null);
        return List.copyOf(out);
    }

    /** The attentions of a U-Net to the text as adapters number them: those of the way down, of the way up, and of the middle. */
    public static List<String> attentions(Weights unet) {
        List<String> out = new ArrayList<>();
        for (String name : unet.names()) {
            if (name.endsWith(END)) {
                out.add(name.substring(0, name.length() - ".to_k.weight".length()));
            }
        }
        out.sort(java.util.Comparator.comparing(IpAdapterEdit::rank));
        return List.copyOf(out);
    }

    /** Text that sorts as the places are numbered. */
    private static String rank(String place) {
        String side = place.startsWith("down") ? "0" : place.startsWith("up") ? "1" : "2";
        return side
                + NUMBER.matcher(place)
                        .replaceAll(each ->
                                "0".repeat(Math.max(0, 9 - each.group().length())) + each.group());
    }
}
