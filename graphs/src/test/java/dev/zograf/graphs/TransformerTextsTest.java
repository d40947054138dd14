package dev.zograf.graphs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.zograf.Zograf;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.nodes.conditioning.TextMask;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the text encoders of Stable Diffusion 3, FLUX and PixArt make of prompts where diffusers' pipelines, the golden data, say nothing. The tiny models
 * have encodings of 48 (CLIP 16 and 24 side by side) and 32 numbers.
 */
class TransformerTextsTest {

    private static final int CLIP = 77;

    private static Zograf zograf;

    @BeforeAll
    static void open() {
        zograf = Zograf.builder()
                .models(Checkout.file("graphs/src/test/resources/parity/_models"))
                .build();
    }

    @AfterAll
    static void close() {
        zograf.close();
    }

    /** @param node the type of the node and its inputs but the encoder */
    private static Conditioning encoded(String loader, String node, String in) {
        String json = """
                { "zograf": 1,
                  "nodes": {
                    "model": LOADER,
                    "prompt": { "type": "NODE@1", "in": { "encoder": { "from": "model.text" }, IN } } },
                  "outputs": { "conditioning": { "from": "prompt.conditioning" } } }
                """;
        return zograf.run(zograf.read(
                        json.replace("LOADER", loader).replace("NODE", node).replace("IN", in)))
                .get("conditioning", Conditioning.class);
    }

    private static Conditioning prompt(String model, String in) {
        return encoded("{ \"type\": \"load-model@1\", \"in\": { \"model\": \"" + model + "\" } }", "encode-prompt", in);
    }

    private static Conditioning fromParts(String in) {
        return encoded(
                "{ \"type\": \"load-text-encoder@1\", \"in\": { " + in + " } }", "encode-text", "\"text\": \"a fox\"");
    }

    private static FloatTensor behindClip(Conditioning conditioning) {
        FloatTensor tokens = conditioning.tokens();
        return tokens.slice(1, CLIP, tokens.dim(1));
    }

    @ParameterizedTest
    @CsvSource({
        "sd3-tiny, plain, 333",
        "sd3-tiny, comfy, 154",
        "sd3-tiny, a1111, 154",
        "flux-tiny, plain, 512",
        "flux-tiny, comfy, 256",
        "flux-tiny, a1111, 256",
        "pixart-tiny, plain, 300"
    })
    void textsHaveAsManyTokensAsInTheToolWhoseSyntaxItIs(String model, String syntax, int tokens) {
        assertThat(prompt(model, "\"text\": \"a fox\", \"syntax\": \"" + syntax + "\"")
                        .tokens()
                        .dim(1))
                .isEqualTo(tokens);
    }

    @Test
    void longTextsAreKeptWhereWeightsAre() {
        String text = "a red fox in the snow, ".repeat(60);

        assertThat(prompt("flux-tiny", "\"text\": \"" + text + "\", \"syntax\": \"comfy\"")
                        .tokens()
                        .dim(1))
                .isGreaterThan(512);
        assertThat(prompt("flux-tiny", "\"text\": \"" + text + "\", \"syntax\": \"plain\"")
                        .tokens()
                        .dim(1))
                .isEqualTo(512);
    }

    /** The weight 1 is the text, 0 what T5 says of nothing at that place; between and beyond lies a line. */
    @Test
    void weightsMoveT5sEncodingsAlongALine() {
        FloatTensor none = prompt("flux-tiny", "\"text\": \"(a red fox:0)\", \"syntax\": \"comfy\"")
                .tokens();
        FloatTensor one = prompt("flux-tiny", "\"text\": \"a red fox\", \"syntax\": \"comfy\"")
                .tokens();
        FloatTensor twice = prompt("flux-tiny", "\"text\": \"(a red fox:2)\", \"syntax\": \"comfy\"")
                .tokens();

        double most = 0;
        double moved = 0;
        for (int i = 0; i < one.size(); i++) {
            most = Math.max(most, Math.abs(none.at(i) + twice.at(i) - 2 * one.at(i)));
            moved = Math.max(moved, Math.abs(one.at(i) - none.at(i)));
        }
        assertThat(most).isLessThan(1e-4);
        assertThat(moved).isGreaterThan(0.01);
    }

    @Test
    void eachEncoderMayBeToldATextOfItsOwn() {
        Conditioning same = prompt("sd3-tiny", "\"text\": \"a fox\", \"syntax\": \"comfy\"");
        Conditioning t5 = prompt("sd3-tiny", "\"text\": \"a fox\", \"text3\": \"a hat\", \"syntax\": \"comfy\"");
        Conditioning giant = prompt("sd3-tiny", "\"text\": \"a fox\", \"text2\": \"a hat\", \"syntax\": \"comfy\"");

        assertThat(t5.tokens().slice(1, 0, CLIP).toArray())
                .isEqualTo(same.tokens().slice(1, 0, CLIP).toArray());
        assertThat(behindClip(t5).toArray()).isNotEqualTo(behindClip(same).toArray());
        assertThat(behindClip(giant).toArray()).isEqualTo(behindClip(same).toArray());
        assertThat(giant.tokens().slice(2, 0, 16).slice(1, 0, CLIP).toArray())
                .isEqualTo(same.tokens().slice(2, 0, 16).slice(1, 0, CLIP).toArray());
        assertThat(giant.tokens().slice(2, 16, 40).slice(1, 0, CLIP).toArray())
                .isNotEqualTo(same.tokens().slice(2, 16, 40).slice(1, 0, CLIP).toArray());
    }

    @Test
    void emptyTextsAreToldOrLeftOut() {
        String texts = "\"text\": \"\", \"text2\": \"\", \"text3\": \"a fox\", \"syntax\": \"comfy\"";
        Conditioning told = prompt("sd3-tiny", texts + ", \"ifEmpty\": \"empty\"");
        Conditioning without = prompt("sd3-tiny", texts + ", \"ifEmpty\": \"none\"");

        assertThat(without.tokens().dim(1)).isEqualTo(CLIP);
        assertThat(without.tokens().toArray()).isEqualTo(behindClip(told).toArray());
        assertThat(without.get(Conditioning.POOLED).orElseThrow().toArray()).containsOnly(0);
        Conditioning noT5 = prompt(
                "sd3-tiny",
                "\"text\": \"a fox\", \"text2\": \"a fox\", \"text3\": \"\", \"syntax\": \"comfy\", \"ifEmpty\": \"none\"");
        assertThat(noT5.tokens().dim(1)).isEqualTo(CLIP);
    }

    @Test
    void encodersOfTheirOwnFoldersAreTheSame() {
        String whole = "\"encoder\": \"flux-tiny\"";
        float[] tokens = fromParts(whole).tokens().toArray();

        assertThat(tokens).hasSize(512 * 32);
        assertThat(Arrays.equals(
                        tokens,
                        encoded(
                                        "{ \"type\": \"load-model@1\", \"in\": { \"model\": \"flux-tiny\" } }",
                                        "encode-text",
                                        "\"text\": \"a fox\"")
                                .tokens()
                                .toArray()))
                .isTrue();
    }

    @Test
    void encodersThatDoNotBelongTogetherAreRefused() {
        assertThatThrownBy(() -> fromParts("\"encoder\": \"sd15-tiny\", \"family\": \"flux\""))
                .hasStackTraceContaining("FLUX has two text encoders: CLIP-L and a T5; load both.");
        assertThatThrownBy(() -> fromParts("\"encoder\": \"sd15-tiny\", \"family\": \"pixart\""))
                .hasStackTraceContaining("PixArt has one text encoder, a T5: load that alone.");
        assertThatThrownBy(() -> fromParts("\"encoder\": \"pixart-tiny\", \"encoder2\": \"pixart-tiny\""))
                .hasStackTraceContaining("No model that is known here has these 2 text encoders");
    }

    @Test
    void pixArtsPaddingIsHidden() {
        Conditioning plain = prompt("pixart-tiny", "\"text\": \"a red fox\", \"syntax\": \"plain\"");
        Conditioning bare = prompt("pixart-tiny", "\"text\": \"a red fox\", \"syntax\": \"comfy\"");
        int seen = bare.tokens().dim(1);

        FloatTensor mask = plain.get(TextMask.KEY).orElseThrow();
        assertThat(mask.shape()).containsExactly(1, 300);
        assertThat(mask.slice(1, 0, seen).toArray()).containsOnly(1);
        assertThat(mask.slice(1, seen, 300).toArray()).containsOnly(0);
        assertThat(bare.get(TextMask.KEY).orElseThrow().toArray()).containsOnly(1);
        assertThat(plain.tokens().slice(1, 0, seen).toArray())
                .containsExactly(bare.tokens().toArray(), within(1e-5f));
    }

    @Test
    void pixArtIsToldPlainTextsInSmallLetters() {
        String small = "\"text\": \"a red fox\"";

        assertThat(prompt("pixart-tiny", "\"text\": \" A Red Fox\", \"syntax\": \"plain\"")
                        .tokens()
                        .toArray())
                .isEqualTo(prompt("pixart-tiny", small + ", \"syntax\": \"plain\"")
                        .tokens()
                        .toArray());
        assertThat(prompt("pixart-tiny", "\"text\": \"\", \"syntax\": \"comfy\", \"ifEmpty\": \"none\"")
                        .tokens()
                        .toArray())
                .containsOnly(0);
    }

    @Test
    void aT5AloneGoesWithStableDiffusion3() {
        Conditioning alone = fromParts("\"encoder\": \"pixart-tiny\", \"family\": \"sd3\"");

        assertThat(alone.tokens().shape()).containsExactly(1, 256, 32);
        assertThat(alone.get(Conditioning.POOLED).orElseThrow().shape()).containsExactly(1, 2048);
    }
}
