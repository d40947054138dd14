package dev.zograf.nodes.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.zograf.api.BadFileException;
import dev.zograf.api.InvalidInputException;
import dev.zograf.api.model.Config;
import dev.zograf.api.model.Patches;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.models.IpAdapter;
import dev.zograf.models.IpAdapterEdit;
import dev.zograf.models.T2iAdapter;
import dev.zograf.tensor.Weights;
import dev.zograf.testkit.NodeHarness;
import dev.zograf.testkit.Samples;
import dev.zograf.testkit.fake.FakeImageEncoder;
import dev.zograf.testkit.fake.FakeNetworks;
import dev.zograf.testkit.fake.FakeWeights;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** T2I-Adapters and IP-Adapters by their nodes. */
class AdaptersTest {

    static final Conditioning PLAIN = TinyDiffusion.conditioning(2);
    static final FloatTensor LATENT = Samples.normal(1, 1, 4, 5, 6);

    static double change(Conditioning conditioning) {
        FloatTensor with = TinyDiffusion.predict(LATENT, TinyDiffusion.moment(0), conditioning);
        FloatTensor without = TinyDiffusion.predict(LATENT, TinyDiffusion.moment(0), PLAIN);
        double sum = 0;
        for (int i = 0; i < with.size(); i++) {
            sum += Math.abs(with.at(i) - without.at(i));
        }
        return sum;
    }

    // T2I-Adapters

    private static Map<String, long[]> full(int... channels) {
        Map<String, long[]> shapes = new TreeMap<>();
        layer(shapes, "conv_in", channels[0], 12, 3);
        for (int i = 0; i < channels.length; i++) {
            if (i > 0 && channels[i] != channels[i - 1]) {
                layer(shapes, "body." + i + ".in_conv", channels[i], channels[i - 1], 1);
            }
            for (int j = 0; j < 2; j++) {
                layer(shapes, "body." + i + ".resnets." + j + ".block1", channels[i], channels[i], 3);
                layer(shapes, "body." + i + ".resnets." + j + ".block2", channels[i], channels[i], 1);
            }
        }
        return shapes;
    }

    private static void layer(Map<String, long[]> shapes, String name, int out, int in, int kernel) {
        shapes.put(name + ".weight", new long[] {out, in, kernel, kernel});
        shapes.put(name + ".bias", new long[] {out});
    }

    private static final Config CONFIG = Config.of("config.json", Map.of("in_channels", 3, "downscale_factor", 2));

    private static T2iAdapterModel adapter(Map<String, long[]> shapes) {
        Weights weights = T2iAdapter.weights(Weights.of(FakeWeights.of(shapes)));
        return T2iAdapterModel.of(T2iAdapter.of(Optional.of(CONFIG), weights), weights, new FakeNetworks());
    }

    private static Conditioning t2i(T2iAdapterModel adapter, double strength) throws Exception {
        return NodeHarness.of(new ApplyT2iAdapter())
                .run(Map.of(
                        "positive", PLAIN,
                        "negative", PLAIN,
                        "adapter", adapter,
                        "image", Samples.noise(1, 9, 7, 4),
                        "strength", strength))
                .positive();
    }

    @Test
    void featuresOfAPictureGuideTheNetworkAlsoOfOddSizes() throws Exception {
        assertThat(change(t2i(adapter(full(4, 8)), 1))).isGreaterThan(0.001);
        assertThat(Patches.of(t2i(adapter(full(4, 8)), 0))).isEmpty();
    }

    @Test
    void theOriginalNamesAreReadAsThoseOfDiffusers() {
        Map<String, long[]> original = new TreeMap<>();
        full(4, 8).forEach((name, shape) -> {
            String flat = name;
            for (int i = 0; i < 2; i++) {
                flat = flat.replace("body." + i + ".in_conv", "body." + 2 * i + "_.in_conv");
                for (int j = 0; j < 2; j++) {
                    flat = flat.replace("body." + i + ".resnets." + j, "body." + (2 * i + j) + "_");
                }
            }
            original.put(flat.replace("_.", "."), shape);
        });
        assertThat(original).containsKeys("body.3.block1.weight", "body.2.in_conv.weight", "conv_in.weight");

        Weights read = T2iAdapter.weights(Weights.of(FakeWeights.of(original)));

        assertThat(read.names()).containsExactlyInAnyOrderElementsOf(full(4, 8).keySet());
    }

    @Test
    void anAdapterForOtherWidthsIsRefused() throws Exception {
        Conditioning other = t2i(adapter(full(4, 6)), 1);

        assertThatThrownBy(() -> change(other))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("a model with 6 channels at resolution 1, but the model is one with 8 there");
    }

    @Test
    void anAdapterForMoreResolutionsIsRefused() throws Exception {
        Conditioning other = t2i(adapter(full(4, 8, 8, 8)), 1);

        assertThatThrownBy(() -> change(other)).hasMessageContaining("a model of 4 resolutions");
    }

    /** Light adapters for two resolutions have a third feature, which is coarser than the middle. */
    @Test
    void aFeatureThatIsCoarserThanTheMiddleIsLeftOut() throws Exception {
        double two = change(t2i(adapter(full(4, 8)), 1));

        assertThat(change(t2i(adapter(full(4, 8, 8)), 1))).isEqualTo(two);
    }

    @Test
    void whatIsNoAdapterIsRefused() {
        assertThatThrownBy(() ->
                        T2iAdapter.of(Optional.empty(), Weights.of(FakeWeights.of(Map.of("a", new long[] {1})))))
                .hasMessageContaining("This is no T2I-Adapter");
        assertThatThrownBy(() -> T2iAdapter.of(Optional.empty(), Weights.of(FakeWeights.of(full(4, 8)))))
                .hasMessageContaining("has 12 channels");
        Map<String, long[]> more = full(4, 8);
        more.put("tail.weight", new long[] {4});
        assertThatThrownBy(() -> adapter(more)).hasMessageContaining("tail.weight is in the file");
    }

    // IP-Adapters

    private static final int SEEN = 3;

    private static Map<String, long[]> attention(Map<String, long[]> shapes, int count) {
        int[] widths = {4, 4, 4, 8};
        for (int i = 0; i < count; i++) {
            shapes.put("ip_adapter." + (2 * i + 1) + ".to_k_ip.weight", new long[] {widths[i % 4], 6});
            shapes.put("ip_adapter." + (2 * i + 1) + ".to_v_ip.weight", new long[] {widths[i % 4], 6});
        }
        return shapes;
    }

    static Map<String, long[]> plain() {
        Map<String, long[]> shapes = new TreeMap<>();
        shapes.put("image_proj.proj.weight", new long[] {12, SEEN});
        shapes.put("image_proj.proj.bias", new long[] {12});
        shapes.put("image_proj.norm.weight", new long[] {6});
        shapes.put("image_proj.norm.bias", new long[] {6});
        return attention(shapes, 4);
    }

    static IpAdapterModel ip(Map<String, long[]> shapes) {
        Weights weights = Weights.of(FakeWeights.of(shapes));
        return IpAdapterModel.of(IpAdapter.of(weights), weights, new FakeNetworks());
    }

    static ApplyIpAdapter.Out apply(Map<String, long[]> shapes, Map<String, ?> more) throws Exception {
        Map<String, Object> in = new HashMap<>(Map.of(
                "positive",
                PLAIN,
                "negative",
                PLAIN,
                "adapter",
                ip(shapes),
                "encoder",
                new FakeImageEncoder(),
                "image",
                List.of(Samples.noise(2, 9, 7, 4))));
        in.putAll(more);
        return NodeHarness.of(new ApplyIpAdapter()).run(in);
    }

    @Test
    void attentionsAreNumberedDownUpMiddle() {
        assertThat(IpAdapterEdit.attentions(Weights.of(FakeWeights.of(TinyDiffusion.UNET))))
                .containsExactly(
                        "down_blocks.0.attentions.0.transformer_blocks.0.attn2",
                        "up_blocks.1.attentions.0.transformer_blocks.0.attn2",
                        "up_blocks.1.attentions.1.transformer_blocks.0.attn2",
                        "mid_block.attentions.0.transformer_blocks.0.attn2");
        List<String> many = List.of("up_blocks.1.attentions.10.a", "up_blocks.1.attentions.2.a");
        Map<String, long[]> shapes = new TreeMap<>();
        many.forEach(name -> shapes.put(name + ".attn2.to_k.weight", new long[] {1, 1}));
        assertThat(IpAdapterEdit.attentions(Weights.of(FakeWeights.of(shapes))).get(0))
                .startsWith("up_blocks.1.attentions.2.");
    }

    @Test
    void picturesSayWhatToPaint() throws Exception {
        Conditioning some = apply(plain(), Map.of("weight", 0.5)).positive();
        Conditioning more = apply(plain(), Map.of("weight", 2.0)).positive();

        assertThat(change(some)).isGreaterThan(1e-6).isLessThan(change(more));
        assertThat(Patches.of(some).get(0).edit())
                .isEqualTo(Patches.of(more).get(0).edit());
        assertThat(Patches.of(apply(plain(), Map.of("weight", 0.0)).positive())).isEmpty();
    }

    @Test
    void bothSidesAreToldAndSeveralPicturesAreToldOfOneAfterTheOther() throws Exception {
        ApplyIpAdapter.Out out = apply(plain(), Map.of());
        IpAdapterPatch positive = (IpAdapterPatch) Patches.of(out.positive()).get(0);
        IpAdapterPatch negative = (IpAdapterPatch) Patches.of(out.negative()).get(0);

        assertThat(positive.tokens().shape()).containsExactly(1, 4, 6);
        assertThat(negative.tokens().shape()).containsExactly(1, 4, 6);
        assertThat(negative.tokens().slice(1, 0, 2).toArray())
                .isEqualTo(negative.tokens().slice(1, 2, 4).toArray());
        IpAdapterPatch average = (IpAdapterPatch)
                Patches.of(apply(plain(), Map.of("combine", "average")).positive())
                        .get(0);
        assertThat(average.tokens().shape()).containsExactly(1, 2, 6);
    }

    @Test
    void picturesOfSeveralSizesAreTold() throws Exception {
        ApplyIpAdapter.Out out =
                apply(plain(), Map.of("image", List.of(Samples.noise(1, 9, 7, 4), Samples.noise(1, 5, 8, 4))));

        IpAdapterPatch positive = (IpAdapterPatch) Patches.of(out.positive()).get(0);
        assertThat(positive.tokens().shape()).containsExactly(1, 4, 6);
        assertThatThrownBy(() -> apply(plain(), Map.of("image", List.of())))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("There is no picture");
    }

    @Test
    void partsOfTheNetworkCountAsMuchAsBlocksSays() throws Exception {
        double half = change(apply(plain(), Map.of("weight", 0.5)).positive());
        double same =
                change(apply(plain(), Map.of("weight", 1.0, "blocks", "down_blocks=0.5, up_blocks=0.5,mid_block=0.5"))
                        .positive());
        String none = "up_blocks=0, down_blocks=0, mid_block=0";
        double one = change(apply(plain(), Map.of("blocks", none + ", up_blocks.1.attentions.0=1"))
                .positive());

        assertThat(same).isCloseTo(half, within(1e-6));
        assertThat(change(apply(plain(), Map.of("blocks", none)).positive())).isZero();
        assertThat(one).isGreaterThan(1e-6);
    }

    @Test
    void blocksThatThereAreNotAreRefused() throws Exception {
        Conditioning other = apply(plain(), Map.of("blocks", "down_blocks.7=1")).positive();

        assertThatThrownBy(() -> change(other))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining(
                        "no attention to the text in \"down_blocks.7\", which \"blocks\" names; it has some in down_blocks.0.attentions.0,");
        assertThatThrownBy(() -> apply(plain(), Map.of("blocks", "down=x")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("\"down=x\" is no part of a network with a number");
    }

    @Test
    void anEncoderOfAnotherWidthIsRefused() {
        Map<String, long[]> wide = plain();
        wide.put("image_proj.proj.weight", new long[] {12, 1280});

        assertThatThrownBy(() -> apply(wide, Map.of()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("was trained on 1280 numbers from CLIP");
    }

    @Test
    void keysOfAnotherWidthNameTheAdaptersFile() throws Exception {
        Map<String, long[]> other = plain();
        String key = other.keySet().stream()
                .filter(name -> name.endsWith("to_k_ip.weight"))
                .findFirst()
                .orElseThrow();
        other.put(key, new long[] {7, 6});
        Conditioning told = apply(other, Map.of()).positive();

        assertThatThrownBy(() -> change(told))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("a model with attention of width 7 where " + key + " belongs");
    }

    @Test
    void anAdapterOfAnotherFamilyIsRefused() throws Exception {
        Map<String, long[]> wide = plain();
        wide.put("image_proj.norm.weight", new long[] {12});
        wide.put("image_proj.norm.bias", new long[] {12});
        Conditioning other = apply(wide, Map.of()).positive();
        Conditioning fewer =
                apply(attention(new TreeMap<>(fewer()), 3), Map.of()).positive();

        assertThatThrownBy(() -> change(other))
                .hasMessageContaining("This IP-Adapter is for a network that looks at text of 12");
        assertThatThrownBy(() -> change(fewer))
                .hasMessageContaining("3 attentions to text, but the model is one with 4");
    }

    private static Map<String, long[]> fewer() {
        Map<String, long[]> shapes = new TreeMap<>(plain());
        shapes.keySet().removeIf(name -> name.startsWith("ip_adapter"));
        return shapes;
    }

    @ParameterizedTest
    @ValueSource(strings = {"image_proj.perceiver_resampler.proj_in.weight", "ip_adapter.0.to_q_lora.down.weight"})
    void faceIdIsRefusedByName(String tensor) {
        Map<String, long[]> shapes = plain();
        shapes.put(tensor, new long[] {2, 2});

        assertThatThrownBy(() -> ip(shapes))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("IP-Adapter FaceID")
                .hasMessageContaining("InsightFace");
    }

    @Test
    void whatIsNoIpAdapterIsRefused() {
        assertThatThrownBy(() -> ip(Map.of("conv.weight", new long[] {1})))
                .hasMessageContaining("This is no IP-Adapter");
        Map<String, long[]> flat = plain();
        flat.put("image_proj.proj.weight", new long[] {12});
        assertThatThrownBy(() -> ip(flat)).hasMessageContaining("image_proj.proj.weight");
    }
}
