package dev.zograf.bench.scenario;

import java.util.Locale;

/** The workflows that are measured, as JSON. */
final class Templates {

    private Templates() {}

    private static final String PARTS = """
            "model": {"type": "load-model@1", "in": {"model": {"from": "inputs.model"}}},
            "prompt": {"type": "encode-text@1", "in": {"encoder": {"from": "model.text"}, "text": "a red apple"}},
            "latent": {"type": "empty-latent@1", "in": {"model": {"from": "model.denoiser"}, "width": {"from": "inputs.size"},
              "height": {"from": "inputs.size"}}}""";

    private static final String INPUTS = """
            "zograf": 1, "inputs": {"model": {"type": "text"}, "seed": {"type": "integer"}, "size": {"type": "integer"}%s}""";

    /** A prompt and two steps with cfg at {@code size}; the result is the latent, or the decoded picture. */
    static String steps(boolean picture) {
        return sampling("", "", "prompt.conditioning", picture ? "decode.image" : "sample.latent");
    }

    /** As many {@code steps}, of which every second one is computed in part. */
    static String cached() {
        return sampling(", \"steps\": {\"type\": \"integer\"}", """
                        "cached": {"type": "cache-steps@1", "in": {"model": {"from": "model.denoiser"}, "interval": 2}},
                        """, "prompt.conditioning", "sample.latent")
                .replace(
                        "\"model\": {\"from\": \"model.denoiser\"}, \"positive\"",
                        "\"model\": {\"from\": \"cached.model\"}, \"positive\"")
                .replace("\"steps\": 2", "\"steps\": {\"from\": \"inputs.steps\"}");
    }

    /** As many {@code steps} with previews in rough colours, or decoded by the tiny autoencoder {@code tiny}. */
    static String previewed(boolean decoded) {
        return sampling(
                        ", \"steps\": {\"type\": \"integer\"}" + (decoded ? ", \"tiny\": {\"type\": \"text\"}" : ""),
                        decoded ? """
                        "tiny": {"type": "load-vae@1", "in": {"vae": {"from": "inputs.tiny"}, "model": {"from": "model.denoiser"}}},
                        """ : "",
                        "prompt.conditioning",
                        "sample.latent")
                .replace(
                        "\"steps\": 2",
                        "\"steps\": {\"from\": \"inputs.steps\"}"
                                + (decoded ? ", \"preview\": {\"from\": \"tiny.vae\"}" : ""));
    }

    /** The same with the ControlNet {@code net} and the control picture {@code picture}. */
    static String controlled() {
        return sampling(
                ", \"net\": {\"type\": \"text\"}, \"picture\": {\"type\": \"text\"}",
                """
                "picture": {"type": "load-image@1", "in": {"image": {"from": "inputs.picture"}}},
                "net": {"type": "load-controlnet@1", "in": {"controlnet": {"from": "inputs.net"}}},
                "control": {"type": "apply-controlnet@1", "in": {"positive": {"from": "prompt.conditioning"},
                  "controlnet": {"from": "net.controlnet"}, "image": {"from": "picture.image"}}},
                """,
                "control.positive",
                "sample.latent");
    }

    private static String sampling(String inputs, String nodes, String positive, String result) {
        return "{" + String.format(Locale.ROOT, INPUTS, inputs) + ", \"nodes\": {" + PARTS + "," + nodes
                + String.format(Locale.ROOT, """
                "sample": {"type": "sample@1", "in": {"model": {"from": "model.denoiser"}, "positive": {"from": "%s"},
                  "latent": {"from": "latent.latent"}, "seed": {"from": "inputs.seed"}, "steps": 2, "cfg": 7.5, "sampler": "euler"}},
                "decode": {"type": "decode@1", "in": {"vae": {"from": "model.vae"}, "latent": {"from": "sample.latent"}}}},
                "outputs": {"result": {"from": "%s"}}}
                """, positive, result);
    }

    /** Noise from {@code seed}, decoded at {@code size}. */
    static String decode() {
        return "{" + String.format(Locale.ROOT, INPUTS, "") + ", \"nodes\": {" + PARTS + "," + """
                "noise": {"type": "noise@1", "in": {"seed": {"from": "inputs.seed"}}},
                "noisy": {"type": "inject-noise@1", "in": {"latent": {"from": "latent.latent"}, "noise": {"from": "noise.noise"},
                  "strength": 1}},
                "decode": {"type": "decode@1", "in": {"vae": {"from": "model.vae"}, "latent": {"from": "noisy.latent"}}}},
                "outputs": {"result": {"from": "decode.image"}}}
                """;
    }

    /** Two texts, of which {@code text} is one, through the text encoder. */
    static String text() {
        return """
                {"zograf": 1, "inputs": {"model": {"type": "text"}, "text": {"type": "text"}, "other": {"type": "text"}}, "nodes": {
                "model": {"type": "load-model@1", "in": {"model": {"from": "inputs.model"}}},
                "positive": {"type": "encode-text@1", "in": {"encoder": {"from": "model.text"}, "text": {"from": "inputs.text"}}},
                "negative": {"type": "encode-text@1", "in": {"encoder": {"from": "model.text"}, "text": {"from": "inputs.other"}}}},
                "outputs": {"positive": {"from": "positive.conditioning"}, "negative": {"from": "negative.conditioning"}}}
                """;
    }

    /** The picture {@code image} four times as large, with the upscaler that ships. */
    static String upscale() {
        return """
                {"zograf": 1, "inputs": {"image": {"type": "text"}}, "nodes": {
                "load": {"type": "load-image@1", "in": {"image": {"from": "inputs.image"}}},
                "net": {"type": "load-upscaler@1", "in": {}},
                "large": {"type": "upscale@1", "in": {"upscaler": {"from": "net.upscaler"}, "image": {"from": "load.image"}}}},
                "outputs": {"result": {"from": "large.image"}}}
                """;
    }

    /** What {@code zograf paint} does, and how CLIP sees it. */
    static String painting() {
        return """
                {"zograf": 1, "inputs": {"prompt": {"type": "text", "default": "a red apple"}, "seed": {"type": "integer"}}, "nodes": {
                "model": {"type": "load-model@1", "in": {"model": "emoji"}},
                "prompt": {"type": "encode-text@1", "in": {"encoder": {"from": "model.text"}, "text": {"from": "inputs.prompt"}}},
                "sample": {"type": "sample@1", "in": {"model": {"from": "model.denoiser"}, "positive": {"from": "prompt.conditioning"},
                  "seed": {"from": "inputs.seed"}, "cfg": 4}},
                "decode": {"type": "decode@1", "in": {"vae": {"from": "model.vae"}, "latent": {"from": "sample.latent"}}},
                "net": {"type": "load-upscaler@1", "in": {}},
                "large": {"type": "upscale@1", "in": {"upscaler": {"from": "net.upscaler"}, "image": {"from": "decode.image"}}}%s},
                "outputs": {"image": {"from": "large.image"}%s}}
                """;
    }
}
