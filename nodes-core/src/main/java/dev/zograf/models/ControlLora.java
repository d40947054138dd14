package dev.zograf.models;

import dev.zograf.api.BadFileException;
import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightSource;
import dev.zograf.tensor.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A Control-LoRA (Stability AI 2023): a ControlNet of which only that is in the file which is not in the U-Net that it was trained on. Some
 * of its tensors are there whole; of other layers there are the factors {@code up [out, rank]} and {@code down [rank, in]} whose product is
 * added to the U-Net's weight. The file's names are the original project's, or diffusers' with the factors called as PEFT does ({@code
 * lora_B} and {@code lora_A}, with {@code alpha} if there is one); here they are diffusers' and {@code up} and {@code down}.
 */
final class ControlLora implements WeightSource {

    private static final String MARK = "lora_controlnet";
    private static final Pattern PREFIX = Pattern.compile("^(base_model\\.model|control_model)\\.");
    private static final Pattern FACTOR = Pattern.compile("\\.lora_([AB])(\\.default)?\\.weight$");

    private final Weights file;
    private final Weights base;
    private final TreeMap<String, Weight> own = new TreeMap<>();

    private ControlLora(Weights file, Weights base) {
        this.file = file;
        this.base = base;
    }

    /**
     * The file's tensors with those that have nothing to do with the U-Net in diffusers' names: the way of the control picture, and the
     * convolutions that began at zero. The others keep their names, but for what the factors are called.
     */
    static Weights control(Weights file) {
        return RenamedWeights.of(file, ControlLora::controlName);
    }

    /** Whether a file is one: it is marked as such, or has factors beside what only ControlNets have. */
    static boolean is(Weights file) {
        return file.has(MARK)
                || (file.names().stream().anyMatch(name -> name.contains(".lora_A."))
                        && file.names().stream().anyMatch(name -> name.contains("controlnet_down_blocks.0.")));
    }

    private static String controlName(String name) {
        return diffusers(FACTOR.matcher(PREFIX.matcher(name).replaceFirst(""))
                .replaceFirst(found -> found.group(1).equals("A") ? ".down" : ".up"));
    }

    private static String diffusers(String name) {
        String hint = "controlnet_cond_embedding.";
        int end = name.lastIndexOf('.');
        String scope = end < 0 ? name : name.substring(0, end);
        String rest = name.substring(Math.max(end, 0));
        String[] parts = scope.split("\\.");
        if (parts.length == 2 && parts[0].equals("input_hint_block")) {
            return hint
                    + switch (parts[1]) {
                        case "0" -> "conv_in";
                        case "14" -> "conv_out";
                        default -> "blocks." + (number(parts[1]) / 2 - 1);
                    }
                    + rest;
        }
        if (parts.length == 3 && parts[0].equals("zero_convs")) {
            return "controlnet_down_blocks." + parts[1] + rest;
        }
        return scope.equals("middle_block_out.0") ? "controlnet_mid_block" + rest : name;
    }

    private static int number(String text) {
        return text.matches("\\d{1,4}") ? Integer.parseInt(text) : 0;
    }

    /**
     * The whole ControlNet over a U-Net.
     *
     * @param base the U-Net's weights in diffusers' names
     * @throws BadFileException if the file's tensors do not fit the U-Net's
     */
    static Weights over(Weights file, Weights base) {
        ControlLora out = new ControlLora(file, base);
        Map<String, String> layers = out.layers();
        Weights control = control(file);
        requireWhole(control);
        for (String name : control.names()) {
            Weight weight = control.find(name).orElseThrow();
            int end = name.lastIndexOf('.');
            if (name.startsWith("controlnet_")) {
                out.own.put(name, weight);
            } else if (!name.equals(MARK)) {
                String layer = end < 0 ? null : layers.get(name.substring(0, end));
                if (layer == null) {
                    throw out.mismatch("a network with the layer of " + name, "one without it");
                }
                out.add(layer, name.substring(end + 1), weight);
            }
        }
        return Weights.of(out);
    }

    /**
     * Checks what can be checked without the U-Net.
     *
     * @param control all tensors, as {@link #control} gives them
     * @throws BadFileException if there is but one of two factors, their ranks differ, or what belongs to no U-Net is not complete
     */
    static void requireWhole(Weights control) {
        for (String name : control.names()) {
            if (name.endsWith(".up") || name.endsWith(".down")) {
                String layer = name.substring(0, name.lastIndexOf('.'));
                long up = rank(control, layer + ".up", 1);
                long down = rank(control, layer + ".down", 0);
                if (up != down || up == 0) {
                    throw new BadFileException(
                            control.file(),
                            "The factors of the difference of " + layer + " do not go together: \"up\" has the rank "
                                    + up + ", \"down\" the rank " + down + "; 0 is one that is missing or misshapen.");
                }
            }
        }
        for (String scope : zeros(control)) {
            for (String end : List.of("weight", "bias")) {
                if (!control.has(scope + "." + end)) {
                    throw new BadFileException(
                            control.file(), "This Control-LoRA has no " + scope + "." + end + " (diffusers' name).");
                }
            }
        }
    }

    private static List<String> zeros(Weights control) {
        List<String> out = new ArrayList<>(List.of("controlnet_mid_block"));
        int blocks = control.all("controlnet_down_blocks").size();
        for (int i = 0; i < Math.max(1, blocks); i++) {
            out.add("controlnet_down_blocks." + i);
        }
        return out;
    }

    private static long rank(Weights control, String name, int axis) {
        return control.find(name)
                .map(Weight::shape)
                .filter(shape -> shape.length > axis)
                .map(shape -> shape[axis])
                .orElse(0L);
    }

    /** The U-Net's layers by their original names, and by their own. */
    private Map<String, String> layers() {
        OriginalBlocks blocks = new OriginalBlocks(base.names());
        Map<String, String> out = new HashMap<>();
        for (String name : base.names()) {
            String layer = name.substring(0, Math.max(0, name.lastIndexOf('.')));
            blocks.original(layer).ifPresent(original -> out.put(original, layer));
            out.put(layer, layer);
        }
        return out;
    }

    private void add(String layer, String end, Weight weight) {
        String wanted = List.of("up", "down", "alpha").contains(end) ? "weight" : end;
        long[] shape = base.find(layer + "." + wanted)
                .map(Weight::shape)
                .orElseThrow(() -> mismatch("a network with " + layer + "." + wanted, "one without it"));
        long[] is = weight.shape();
        long rows = is.length == 0 ? 0 : is[0];
        boolean fits = switch (end) {
            case "alpha" -> weight.size() == 1;
            case "up" -> rows == shape[0];
            case "down" -> rows > 0 && weight.size() / rows == size(shape) / shape[0];
            default -> Arrays.equals(is, shape);
        };
        if (!fits) {
            throw mismatch(
                    "a network to whose " + layer + " belongs \"" + end + "\" " + Arrays.toString(is),
                    "one where that has the shape " + Arrays.toString(shape));
        }
        own.put(layer + "." + end, weight);
    }

    private static long size(long[] shape) {
        long out = 1;
        for (long each : shape) {
            out *= each;
        }
        return out;
    }

    private BadFileException mismatch(String trained, String used) {
        return SdFamily.mismatch("Control-LoRA", file, trained, used);
    }

    /** How wide the text is on which it was trained, if the file, its names as {@link #control} gives them, says. */
    static Optional<Integer> context(Weights control) {
        return control.names().stream()
                .filter(name -> name.endsWith(".attn2.to_k.down") || name.endsWith(".attn2.to_k.weight"))
                .findFirst()
                .flatMap(control::find)
                .map(Weight::shape)
                .filter(shape -> shape.length > 1)
                .map(shape -> (int) shape[1]);
    }

    /** A tensor of the file, or of the U-Net where it has none. */
    @Override
    public Optional<Weight> find(String name) {
        Weight weight = own.get(name);
        return weight != null ? Optional.of(weight) : base.find(name);
    }

    @Override
    public NavigableSet<String> names() {
        TreeSet<String> all = new TreeSet<>(base.names());
        all.addAll(own.keySet());
        return Collections.unmodifiableNavigableSet(all);
    }

    @Override
    public String file() {
        return file.file();
    }

    @Override
    public String fingerprint() {
        return base.fingerprint() + "|" + file.fingerprint();
    }
}
