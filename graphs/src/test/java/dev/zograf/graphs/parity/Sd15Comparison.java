package dev.zograf.graphs.parity;

import dev.zograf.api.value.FloatTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Compares what a run recorded with everything that the case expects; what nothing was compared with is an error. */
final class Sd15Comparison {

    private final Golden golden;
    private final NetworkLog log;
    private final Set<String> left;

    Sd15Comparison(Golden golden, NetworkLog log) {
        this.golden = golden;
        this.log = log;
        left = new TreeSet<>(golden.expectedNames());
    }

    /** Compares a result if it is expected. */
    void compare(String name, FloatTensor actual) {
        if (left.remove(name)) {
            golden.compare(name, actual);
        }
    }

    /** Says that nothing is compared with an expected tensor, since it has no effect on the result. */
    void leaveOut(String name) {
        left.remove(name);
    }

    /** The latents after each step. */
    void latents(List<FloatTensor> latents) {
        for (int k = 0; k < latents.size(); k++) {
            compare("latents_" + k, latents.get(k));
        }
    }

    /** The timesteps of all evaluations. */
    void timesteps(List<Double> timesteps) {
        float[] all = new float[timesteps.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = timesteps.get(i).floatValue();
        }
        compare("timesteps", FloatTensor.wrap(all, all.length));
    }

    /** A weight that a LoRA was merged into. */
    void merged(String name, FloatTensor weight) {
        compare(name, weight);
    }

    /** The pictures, 0 to 1. */
    void image(FloatTensor pixels) {
        compare("image", pixels);
    }

    /** What went into and came out of the networks. */
    void networks(List<String> prompts, List<String> negatives) {
        texts(List.of("text_encoder", "text_encoder_2"), prompts, negatives);
        compare("denoiser_in_0", first("sample"));
        compare("timestep_0", first("timestep").slice(0, 0, 1));
        compare("encoder_hidden_states", first("encoder_hidden_states"));
        compare("eps_0", first("out"));
        for (String added : List.of("text_embeds", "time_ids")) {
            if (log.of("unet").get(0).tensors().containsKey(added)) {
                compare("added." + added, first(added));
            }
        }
        if (log.of("unet").get(0).tensors().containsKey("class_labels")) {
            compare("class_labels", first("class_labels"));
        }
        autoencoder();
    }

    /** What went into and came out of the halves of the VAE. */
    void autoencoder() {
        for (int k = 0; golden.expectedNames().contains("vae_enc_in_" + k); k++) {
            encoded(k);
        }
        if (!log.of("vae_decoder").isEmpty()) {
            compare("vae_in", joined("latent"));
            compare("decoded", joined("image"));
        }
    }

    /** What went into and came out of text encoders. */
    void texts(List<String> encoders, List<String> prompts, List<String> negatives) {
        for (String encoder : encoders) {
            text(encoder, 0, prompts);
            if (!negatives.isEmpty()) {
                text(encoder, 1, negatives);
            }
        }
    }

    /** Whether a tensor is expected. */
    boolean expects(String name) {
        return golden.expectedNames().contains(name);
    }

    /** The runs of the denoiser that made up its first evaluation: more than one where its two sides have different edits. */
    List<NetworkLog.Entry> firstEvaluation() {
        int batch = golden.expected("denoiser_in_0").dim(0);
        List<NetworkLog.Entry> out = new ArrayList<>();
        for (NetworkLog.Entry run : log.of(log.of("unet").isEmpty() ? "transformer" : "unet")) {
            if (batch <= 0) {
                break;
            }
            out.add(run);
            batch -= run.get("sample").dim(0);
        }
        return out;
    }

    /** An input or output of the denoiser in its first evaluation. */
    FloatTensor first(String name) {
        return FloatTensor.concat(
                0, firstEvaluation().stream().map(run -> run.get(name)).toList());
    }

    /** The run of the text encoder that had the expected ids, or the last one, which then shows the difference. */
    private void text(String encoder, int k, List<String> prompts) {
        if (!left.contains(encoder + ".ids_" + k)) {
            return;
        }
        FloatTensor all = golden.expected(encoder + ".ids_" + k);
        FloatTensor ids = LearnedWord.ids(golden, encoder, all);
        List<NetworkLog.Entry> runs = log.of(encoder);
        NetworkLog.Entry run = runs.stream()
                .filter(entry -> entry.get("ids").dim(0) % prompts.size() == 0)
                .filter(entry ->
                        Arrays.equals(firstOfEach(prompts, entry.get("ids")).toArray(), ids.toArray()))
                .findFirst()
                .orElse(runs.get(runs.size() - 1));
        FloatTensor was = firstOfEach(prompts, run.get("ids"));
        // The ids of learned words are anyone's own.
        compare(encoder + ".ids_" + k, Arrays.equals(was.toArray(), ids.toArray()) ? all : was);
        compare(encoder + ".out_" + k, firstOfEach(prompts, run.get("out")));
        if (run.tensors().containsKey("mask")) {
            compare(encoder + ".mask_" + k, firstOfEach(prompts, run.get("mask")));
        }
        if (!run.tensors().containsKey("pooled")) {
            return;
        }
        compare(encoder + ".pooler_output_" + k, firstOfEach(prompts, run.get("pooled")));
        if (run.tensors().containsKey("text_embeds")) {
            compare(encoder + ".text_embeds_" + k, firstOfEach(prompts, run.get("text_embeds")));
        }
        long layers = run.tensors().keySet().stream()
                .filter(name -> name.startsWith("normed."))
                .count();
        compare(encoder + ".hidden_-2_" + k, firstOfEach(prompts, run.get("hidden_states." + (layers - 1))));
    }

    /** What belongs to each prompt once, where each stood there as often as pictures are painted for it. */
    private static FloatTensor firstOfEach(List<String> prompts, FloatTensor rows) {
        int times = Math.max(1, rows.dim(0) / prompts.size());
        List<FloatTensor> out = new ArrayList<>();
        for (int i = 0; i < rows.dim(0); i += times) {
            out.add(rows.slice(0, i, i + 1));
        }
        return FloatTensor.concat(0, out);
    }

    /** Encodes may run in any order, each picture by itself: the ones whose inputs are nearest. */
    private void encoded(int k) {
        FloatTensor in = golden.expected("vae_enc_in_" + k);
        List<NetworkLog.Entry> runs = new ArrayList<>();
        for (int i = 0; i < in.dim(0); i++) {
            FloatTensor one = in.slice(0, i, i + 1);
            runs.add(log.of("vae_encoder").stream()
                    .min(Comparator.comparingDouble(entry -> distance(entry.get("image"), one)))
                    .orElseThrow());
        }
        FloatTensor moments = FloatTensor.concat(
                0, runs.stream().map(run -> run.get("moments")).toList());
        int channels = moments.dim(1) / 2;
        compare(
                "vae_enc_in_" + k,
                FloatTensor.concat(0, runs.stream().map(run -> run.get("image")).toList()));
        compare("vae_enc_mean_" + k, moments.slice(1, 0, channels));
        compare("vae_enc_logvar_" + k, moments.slice(1, channels, 2 * channels).clamp(-30, 20));
    }

    static double distance(FloatTensor a, FloatTensor b) {
        if (a.size() != b.size()) {
            return Double.POSITIVE_INFINITY;
        }
        double sum = 0;
        for (int i = 0; i < a.size(); i++) {
            sum += Math.abs((double) a.at(i) - b.at(i));
        }
        return sum;
    }

    /** The runs of a network. */
    List<NetworkLog.Entry> runs(String network) {
        return log.of(network);
    }

    private FloatTensor joined(String name) {
        return FloatTensor.concat(
                0, log.of("vae_decoder").stream().map(entry -> entry.get(name)).toList());
    }

    /** Ends the comparison. */
    void complete() {
        if (!left.isEmpty()) {
            throw new AssertionError("Nothing was compared with " + left + ".");
        }
    }
}
