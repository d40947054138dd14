package dev.zograf.models;

import dev.zograf.tensor.Weight;
import dev.zograf.tensor.WeightData;
import dev.zograf.tensor.WeightSource;
import dev.zograf.tensor.WeightStorage;
import dev.zograf.tensor.Weights;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The tensors of CLIP in the layout of OpenAI's and open_clip's files under the names of transformers' {@code CLIPModel}: queries, keys and
 * values, which lie in one matrix there, are three parts of it, without a copy; projections, which are multiplied from the other
 * side there, are transposed when they are read. Names that are not known stay as they are, so that they are reported.
 */
public final class OpenClipLayout implements WeightSource {

    private static final List<String[]> BEGINNINGS = List.of(
            new String[] {"visual.transformer.resblocks.", "vision_model.encoder.layers."},
            new String[] {"visual.conv1.weight", "vision_model.embeddings.patch_embedding.weight"},
            new String[] {"visual.class_embedding", "vision_model.embeddings.class_embedding"},
            new String[] {"visual.positional_embedding", "vision_model.embeddings.position_embedding.weight"},
            new String[] {"visual.ln_pre.", "vision_model.pre_layrnorm."},
            new String[] {"visual.ln_post.", "vision_model.post_layernorm."},
            new String[] {"visual.attn_pool.", "vision_model.attn_pool."},
            new String[] {"visual.proj", "visual_projection.weight"},
            new String[] {"transformer.resblocks.", "text_model.encoder.layers."},
            new String[] {"token_embedding.", "text_model.embeddings.token_embedding."},
            new String[] {"positional_embedding", "text_model.embeddings.position_embedding.weight"},
            new String[] {"cls_emb", "text_model.embeddings.summary"},
            new String[] {"ln_final.", "text_model.final_layer_norm."},
            new String[] {"text_projection", "text_projection.weight"});
    private static final List<String[]> PARTS = List.of(
            new String[] {".attn.out_proj.", ".self_attn.out_proj."},
            new String[] {".attn.q_proj_weight", ".self_attn.q_proj.weight"},
            new String[] {".attn.k_proj_weight", ".self_attn.k_proj.weight"},
            new String[] {".attn.v_proj_weight", ".self_attn.v_proj.weight"},
            new String[] {".ls_1.", ".layer_scale1."},
            new String[] {".ls_2.", ".layer_scale2."},
            new String[] {".ln_1.", ".layer_norm1."},
            new String[] {".ln_2.", ".layer_norm2."},
            new String[] {".mlp.c_fc.", ".mlp.fc1."},
            new String[] {".mlp.c_proj.", ".mlp.fc2."});
    /** What the files of OpenAI and of training runs have beside the weights. */
    private static final Set<String> NO_WEIGHTS =
            Set.of("input_resolution", "context_length", "vocab_size", "attn_mask", "position_ids");

    private static final List<String> FUSED = List.of("q", "k", "v");
    private static final String FUSED_PART = ".attn.in_proj_";

    private final TreeMap<String, Weight> weights = new TreeMap<>();
    private final Weights from;

    private OpenClipLayout(Weights from) {
        this.from = from;
        for (String full : from.names()) {
            String name = full.substring(from.fullName("").length());
            from.find(name).ifPresent(weight -> add(name, weight));
        }
    }

    /** Whether the scope holds a tower in this layout. */
    public static boolean is(Weights weights) {
        return weights.has("transformer.resblocks")
                || weights.has("visual.transformer.resblocks")
                || weights.has("text.transformer.resblocks");
    }

    /** A scope in this layout under the names of transformers. */
    public static Weights of(Weights weights) {
        return Weights.of(new OpenClipLayout(weights));
    }

    private void add(String name, Weight weight) {
        // Where a model may have text towers of several kinds, they lie one deeper.
        String plain = name.startsWith("text.") ? name.substring("text.".length()) : name;
        if (NO_WEIGHTS.contains(plain)) {
            return;
        }
        String to = begin(plain);
        int fused = to.indexOf(FUSED_PART);
        long[] shape = weight.shape();
        if (fused >= 0 && shape.length > 0 && shape[0] % FUSED.size() == 0) {
            String kind = to.substring(fused + FUSED_PART.length());
            for (int i = 0; i < FUSED.size(); i++) {
                put(third(to.substring(0, fused) + ".self_attn." + FUSED.get(i) + "_proj." + kind, weight, i));
            }
            return;
        }
        for (String[] part : PARTS) {
            to = to.replace(part[0], part[1]);
        }
        boolean turned = plain.equals("visual.proj") || plain.equals("text_projection");
        put(turned && shape.length == 2 ? transposed(to, weight) : renamed(to, weight));
    }

    private static String begin(String name) {
        for (String[] beginning : BEGINNINGS) {
            boolean whole = !beginning[0].endsWith(".");
            if (whole ? name.equals(beginning[0]) : name.startsWith(beginning[0])) {
                return beginning[1] + name.substring(beginning[0].length());
            }
        }
        return name;
    }

    private void put(Weight weight) {
        weights.put(weight.name(), weight);
    }

    private static Weight renamed(String name, Weight weight) {
        return Weight.of(name, weight.dtype(), weight.shape(), weight.storage());
    }

    private static Weight third(String name, Weight weight, int index) {
        long[] shape = weight.shape();
        shape[0] /= FUSED.size();
        WeightStorage storage;
        if (weight.storage() instanceof WeightStorage.InFile file) {
            long length = file.length() / FUSED.size();
            storage = new WeightStorage.InFile(file.file(), file.offset() + index * length, length);
        } else {
            storage = new WeightStorage.InMemory(() -> {
                ByteBuffer all = WeightData.bytes(weight);
                int length = all.remaining() / FUSED.size();
                return all.slice(index * length, length).order(ByteOrder.LITTLE_ENDIAN);
            });
        }
        return Weight.of(name, weight.dtype(), shape, storage);
    }

    private static Weight transposed(String name, Weight weight) {
        long[] shape = weight.shape();
        return Weight.of(
                name,
                weight.dtype(),
                new long[] {shape[1], shape[0]},
                new WeightStorage.InMemory(() -> transpose(weight)));
    }

    private static ByteBuffer transpose(Weight weight) {
        ByteBuffer from = WeightData.bytes(weight);
        int rows = (int) weight.shape()[0];
        int columns = (int) weight.shape()[1];
        int bytes = weight.dtype().bytes();
        ByteBuffer to = ByteBuffer.allocateDirect(from.remaining()).order(ByteOrder.LITTLE_ENDIAN);
        for (int column = 0; column < columns; column++) {
            for (int row = 0; row < rows; row++) {
                int at = (row * columns + column) * bytes;
                for (int b = 0; b < bytes; b++) {
                    to.put(from.get(at + b));
                }
            }
        }
        return to.flip();
    }

    @Override
    public Optional<Weight> find(String name) {
        return Optional.ofNullable(weights.get(name));
    }

    @Override
    public NavigableSet<String> names() {
        return weights.navigableKeySet();
    }

    @Override
    public String file() {
        return from.file();
    }

    @Override
    public String fingerprint() {
        return from.fingerprint() + "/open_clip";
    }
}
