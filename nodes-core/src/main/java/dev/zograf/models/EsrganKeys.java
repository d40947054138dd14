package dev.zograf.models;

import dev.zograf.tensor.Weights;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names that ESRGAN's tensors have had: those of the first published code ({@code model.1.sub.0.RDB1.conv1.0}), of its second
 * ({@code RRDB_trunk.0.RDB1.conv1}), and of Real-ESRGAN ({@code body.0.rdb1.conv1}), which the network here uses.
 */
final class EsrganKeys {

    private static final Pattern FIRST = Pattern.compile("model\\.(\\d+)\\.(?:sub\\.(\\d+)\\.)?(.*)");
    private static final Pattern BLOCK = Pattern.compile("RDB(\\d)\\.conv(\\d|1x1)\\.(?:0\\.)?(.*)");
    private static final Map<String, String> SECOND = Map.of(
            "trunk_conv", "conv_body",
            "upconv1", "conv_up1",
            "upconv2", "conv_up2",
            "upconv3", "conv_up3",
            "HRconv", "conv_hr");

    private EsrganKeys() {}

    /** The weights under the names of Real-ESRGAN; others are left as they are. */
    static Weights canonical(Weights w) {
        if (w.has("model.0.weight") && w.has("model.1.sub")) {
            int last = lastIndex(w);
            return RenamedWeights.of(w, name -> first(name, last));
        }
        return w.has("RRDB_trunk") ? RenamedWeights.of(w, EsrganKeys::second) : w;
    }

    private static int lastIndex(Weights w) {
        int last = 0;
        for (String name : w.at("model").names()) {
            Matcher key = FIRST.matcher(name.substring(w.fullName("").length()));
            if (key.matches() && key.group(1).length() < 4) {
                last = Math.max(last, Integer.parseInt(key.group(1)));
            }
        }
        return last;
    }

    /**
     * The layers were numbered one after the other, those without weights too: the first convolution, the blocks, then an enlargement, a
     * convolution and an activation as often as it takes, a convolution, an activation, and the last convolution.
     */
    private static String first(String name, int last) {
        Matcher key = FIRST.matcher(name);
        if (!key.matches() || key.group(1).length() > 3) {
            return name;
        }
        int layer = Integer.parseInt(key.group(1));
        String rest = key.group(3);
        if (key.group(2) != null) {
            Matcher block = BLOCK.matcher(rest);
            return block.matches() ? block("body." + key.group(2), block) : "conv_body." + rest;
        }
        if (layer == 0) {
            return "conv_first." + rest;
        }
        if (layer == last) {
            return "conv_last." + rest;
        }
        return layer == last - 2 ? "conv_hr." + rest : "conv_up" + layer / 3 + "." + rest;
    }

    private static String block(String body, Matcher block) {
        return body + ".rdb" + block.group(1) + ".conv" + block.group(2) + "." + block.group(3);
    }

    private static String second(String name) {
        String[] parts = name.split("\\.", 3);
        if (parts[0].equals("RRDB_trunk") && parts.length == 3) {
            Matcher block = BLOCK.matcher(parts[2]);
            return block.matches() ? block("body." + parts[1], block) : name;
        }
        String to = SECOND.get(parts[0]);
        return to == null ? name : to + name.substring(parts[0].length());
    }
}
