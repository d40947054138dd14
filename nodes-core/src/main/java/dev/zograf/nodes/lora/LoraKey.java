package dev.zograf.nodes.lora;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A tensor's name, taken apart: which module of the model it changes, and what it is to it. Knows how the names end in kohya's files and
 * those of LyCORIS, of diffusers and of PEFT.
 *
 * @param module as the file calls it, prefixes included
 */
record LoraKey(String module, Role role) {

    private static final Map<String, Role> ENDS = new LinkedHashMap<>();
    /** PEFT writes the adapter's name into those of its tensors. */
    private static final Pattern ADAPTER = Pattern.compile("\\.(lora_[AB]|lora_magnitude_vector)\\.[^.]+\\.weight$");
    /** XLabs counts what belongs to the image as 1 and what belongs to the text as 2; the number stays with the module. */
    private static final Pattern XLABS = Pattern.compile("(.*\\.processor\\.\\w+_lora[12])\\.(up|down)\\.weight");

    static {
        ENDS.put(".lora_up.weight", Role.UP);
        ENDS.put(".lora_down.weight", Role.DOWN);
        ENDS.put(".lora_mid.weight", Role.MID);
        ENDS.put(".lora_B.weight", Role.UP);
        ENDS.put(".lora_A.weight", Role.DOWN);
        ENDS.put(".lora.up.weight", Role.UP);
        ENDS.put(".lora.down.weight", Role.DOWN);
        ENDS.put("_lora.up.weight", Role.UP);
        ENDS.put("_lora.down.weight", Role.DOWN);
        ENDS.put(".lora_linear_layer.up.weight", Role.UP);
        ENDS.put(".lora_linear_layer.down.weight", Role.DOWN);
        ENDS.put(".alpha", Role.ALPHA);
        ENDS.put(".dora_scale", Role.MAGNITUDE);
        ENDS.put(".lora_magnitude_vector.weight", Role.MAGNITUDE);
        ENDS.put(".lora_magnitude_vector", Role.MAGNITUDE);
        for (Role role : Role.values()) {
            if (role.name().startsWith("HADA") || role.name().startsWith("LOKR")) {
                ENDS.put("." + role.name().toLowerCase(Locale.ROOT), role);
            }
        }
        ENDS.put(".diff", Role.DIFF);
        ENDS.put(".diff_b", Role.DIFF_BIAS);
        ENDS.put(".w_norm", Role.DIFF);
        ENDS.put(".b_norm", Role.DIFF_BIAS);
        ENDS.put(".on_input", Role.ON_INPUT);
        ENDS.put(".a1.weight", Role.GLORA_A1);
        ENDS.put(".a2.weight", Role.GLORA_A2);
        ENDS.put(".b1.weight", Role.GLORA_B1);
        ENDS.put(".b2.weight", Role.GLORA_B2);
        ENDS.put(".oft_blocks", Role.OFT_BLOCKS);
        ENDS.put(".rescale", Role.RESCALE);
    }

    /** The name taken apart, or empty if it ends like none that is known. */
    static Optional<LoraKey> of(String name) {
        Matcher counted = XLABS.matcher(name);
        if (counted.matches()) {
            return Optional.of(new LoraKey(counted.group(1), counted.group(2).equals("up") ? Role.UP : Role.DOWN));
        }
        String plain = ADAPTER.matcher(name).replaceFirst(".$1.weight");
        return ENDS.entrySet().stream()
                .filter(end -> plain.endsWith(end.getKey())
                        && plain.length() > end.getKey().length())
                .findFirst()
                .map(end -> new LoraKey(
                        plain.substring(0, plain.length() - end.getKey().length()), end.getValue()));
    }
}
