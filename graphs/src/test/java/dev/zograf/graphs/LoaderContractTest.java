package dev.zograf.graphs;

import dev.zograf.Zograf;
import dev.zograf.api.model.Models;
import dev.zograf.nodes.loaders.LoadModel;
import dev.zograf.nodes.loaders.LoadTextEncoder;
import dev.zograf.nodes.loaders.LoadUnet;
import dev.zograf.nodes.loaders.LoadUpscaler;
import dev.zograf.nodes.loaders.LoadVae;
import dev.zograf.nodes.vision.LoadClip;
import dev.zograf.nodes.vision.LoadClipVision;
import dev.zograf.testkit.NodeContract;
import dev.zograf.testkit.ZografTest;
import org.junit.jupiter.api.Test;

/** The nodes whose contract needs a real model, on the one that ships. */
@ZografTest
class LoaderContractTest {

    @Test
    void loadersKeepTheContract(Zograf zograf) {
        verify(LoadModel.class, "model", "emoji", zograf);
        verify(LoadUnet.class, "unet", "emoji", zograf);
        verify(LoadTextEncoder.class, "encoder", "emoji", zograf);
        verify(LoadVae.class, "vae", "emoji", zograf);
        verify(LoadClip.class, "model", "emoji", zograf);
        verify(LoadClipVision.class, "model", "checkpoints/emoji/clip", zograf);
        verify(LoadUpscaler.class, "model", "realesr-animevideov3-x4", zograf);
    }

    private static void verify(Class<?> node, String input, String model, Zograf zograf) {
        NodeContract.of(node)
                .with(input, model)
                .service(Models.class, zograf.models())
                .verify();
    }
}
