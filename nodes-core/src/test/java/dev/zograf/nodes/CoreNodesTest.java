package dev.zograf.nodes;

import dev.zograf.api.model.Models;
import dev.zograf.models.SrvggCompact;
import dev.zograf.nodes.control.ApplyControlNet;
import dev.zograf.nodes.control.ApplyGligen;
import dev.zograf.nodes.control.ApplyIpAdapter;
import dev.zograf.nodes.control.ApplyStyleModel;
import dev.zograf.nodes.control.ApplyT2iAdapter;
import dev.zograf.nodes.control.EmbedForIpAdapter;
import dev.zograf.nodes.control.EncodeEditPrompt;
import dev.zograf.nodes.control.ReferToLatent;
import dev.zograf.nodes.control.SetControlNetKind;
import dev.zograf.nodes.editing.CropForInpaint;
import dev.zograf.nodes.editing.DifferentialDiffusion;
import dev.zograf.nodes.editing.StitchInpaint;
import dev.zograf.nodes.flow.Compare;
import dev.zograf.nodes.flow.TextToInteger;
import dev.zograf.nodes.flow.TextToNumber;
import dev.zograf.nodes.image.BlurImage;
import dev.zograf.nodes.image.LoadImage;
import dev.zograf.nodes.image.LoadMask;
import dev.zograf.nodes.image.ResizeImage;
import dev.zograf.nodes.image.ScaleImage;
import dev.zograf.nodes.image.ScaleToNearest;
import dev.zograf.nodes.image.SharpenImage;
import dev.zograf.nodes.latent.LoadLatent;
import dev.zograf.nodes.latent.SaveLatent;
import dev.zograf.nodes.loaders.LoadControlNet;
import dev.zograf.nodes.loaders.LoadGligen;
import dev.zograf.nodes.loaders.LoadIpAdapter;
import dev.zograf.nodes.loaders.LoadModel;
import dev.zograf.nodes.loaders.LoadStyleModel;
import dev.zograf.nodes.loaders.LoadT2iAdapter;
import dev.zograf.nodes.loaders.LoadTextEncoder;
import dev.zograf.nodes.loaders.LoadUnclipModel;
import dev.zograf.nodes.loaders.LoadUnet;
import dev.zograf.nodes.loaders.LoadUpscaler;
import dev.zograf.nodes.loaders.LoadVae;
import dev.zograf.nodes.loaders.LoadVariationModel;
import dev.zograf.nodes.lora.LoadLora;
import dev.zograf.nodes.lora.LoadLoras;
import dev.zograf.nodes.lora.PromptLoras;
import dev.zograf.nodes.merge.AddModels;
import dev.zograf.nodes.merge.MergeModelBlocks;
import dev.zograf.nodes.merge.MergeModels;
import dev.zograf.nodes.merge.SaveCheckpoint;
import dev.zograf.nodes.metadata.ReadMetadata;
import dev.zograf.nodes.patch.ApplyHypernetwork;
import dev.zograf.nodes.patch.CacheSteps;
import dev.zograf.nodes.patch.DeepShrink;
import dev.zograf.nodes.patch.DynamicThreshold;
import dev.zograf.nodes.patch.FreeU;
import dev.zograf.nodes.patch.GuideSelfAttention;
import dev.zograf.nodes.patch.KeepNorm;
import dev.zograf.nodes.patch.LimitGuidance;
import dev.zograf.nodes.patch.LimitNorm;
import dev.zograf.nodes.patch.MergeTokens;
import dev.zograf.nodes.patch.MimicScale;
import dev.zograf.nodes.patch.PerturbAttention;
import dev.zograf.nodes.patch.RescaleGuidance;
import dev.zograf.nodes.patch.ScaleFrequencies;
import dev.zograf.nodes.patch.TileAttention;
import dev.zograf.nodes.patch.TinyDenoiser;
import dev.zograf.nodes.prompt.EncodePrompt;
import dev.zograf.nodes.prompt.LoadTextualInversion;
import dev.zograf.nodes.safety.CheckSafety;
import dev.zograf.nodes.safety.ReadWatermark;
import dev.zograf.nodes.safety.WatermarkImage;
import dev.zograf.nodes.vision.ApplyProbe;
import dev.zograf.nodes.vision.LoadClip;
import dev.zograf.nodes.vision.LoadClipVision;
import dev.zograf.nodes.vision.LoadEmbedding;
import dev.zograf.nodes.vision.LoadProbe;
import dev.zograf.nodes.vision.Probe;
import dev.zograf.nodes.vision.SaveEmbedding;
import dev.zograf.nodes.vision.SaveProbe;
import dev.zograf.nodes.vision.ScoreAesthetic;
import dev.zograf.runtime.model.BundledModels;
import dev.zograf.runtime.model.ModelRoots;
import dev.zograf.testkit.NodeContract;
import dev.zograf.testkit.NodeHarness;
import dev.zograf.testkit.Samples;
import dev.zograf.testkit.fake.FakeCheckpoint;
import dev.zograf.testkit.fake.FakeModels;
import dev.zograf.testkit.fake.FakeWeights;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoreNodesTest {

    private static final Models UPSCALERS = new FakeModels()
            .with(
                    "upscale_models",
                    new FakeCheckpoint("realesr-animevideov3-x4")
                            .withWeights(
                                    "", FakeWeights.of(new SrvggCompact(3, 4, 3, 2, SrvggCompact.Activation.PRELU))));

    @Test
    void everyNodeKeepsTheContract(@TempDir Path folder) throws Exception {
        ImageIO.write(
                Samples.gradient(8, 8).toBufferedImage(),
                "png",
                folder.resolve("sample.png").toFile());
        Probe probe = Probe.of(new double[] {1, 2, 3}, 0.5);
        NodeHarness.of(new SaveProbe()).output(folder).run(Map.of("probe", probe, "name", "sample"));
        NodeHarness.of(new SaveEmbedding())
                .output(folder)
                .run(Map.of("embedding", Samples.normal(1, 2, 3), "name", "rows"));
        CropForInpaint.Out cut = NodeHarness.of(new CropForInpaint())
                .run(Map.of("image", Samples.gradient(24, 24), "mask", Samples.rightHalf(24, 24)));
        NodeHarness.of(new SaveLatent())
                .output(folder)
                .run(Map.of("latent", Samples.latent(1, 4, 2, 2, 1), "name", "sample"));
        Models files = new ModelRoots(List.of(), new BundledModels(getClass().getClassLoader()));
        NodeContract.of(new CoreNodes())
                .node(ApplyProbe.class, it -> it.with("probe", probe))
                .node(ScoreAesthetic.class, it -> it.with("head", probe))
                .node(SaveProbe.class, it -> it.with("probe", probe))
                .node(
                        LoadProbe.class,
                        it -> it.input(folder)
                                .with("file", "sample.safetensors")
                                .service(Models.class, files))
                .node(
                        LoadEmbedding.class,
                        it -> it.input(folder).with("file", "rows.safetensors").service(Models.class, files))
                .node(LoadImage.class, it -> it.input(folder).with("image", "sample.png"))
                .node(LoadMask.class, it -> it.input(folder).with("image", "sample.png"))
                .node(ReadMetadata.class, it -> it.input(folder).with("image", "sample.png"))
                .node(
                        LoadLatent.class,
                        it -> it.input(folder).with("file", "sample.latent").service(Models.class, files))
                .node(
                        MergeModels.class,
                        it -> it.with("first", TinyDenoiser.create()).with("second", TinyDenoiser.create()))
                .node(
                        MergeModelBlocks.class,
                        it -> it.with("first", TinyDenoiser.create()).with("second", TinyDenoiser.create()))
                .node(
                        AddModels.class,
                        it -> it.with("first", TinyDenoiser.create()).with("second", TinyDenoiser.create()))
                .node(BlurImage.class, it -> it.with("image", Samples.gradient(8, 8)))
                .node(SharpenImage.class, it -> it.with("image", Samples.gradient(8, 8)))
                .node(RescaleGuidance.class, it -> it.with("model", TinyDenoiser.create()))
                .node(MimicScale.class, it -> it.with("model", TinyDenoiser.create()))
                .node(DynamicThreshold.class, it -> it.with("model", TinyDenoiser.create()))
                .node(PerturbAttention.class, it -> it.with("model", TinyDenoiser.create()))
                .node(GuideSelfAttention.class, it -> it.with("model", TinyDenoiser.create()))
                .node(TileAttention.class, it -> it.with("model", TinyDenoiser.create()))
                .node(MergeTokens.class, it -> it.with("model", TinyDenoiser.create()))
                .node(CacheSteps.class, it -> it.with("model", TinyDenoiser.create()))
                .node(LimitGuidance.class, it -> it.with("model", TinyDenoiser.create()))
                .node(ScaleFrequencies.class, it -> it.with("model", TinyDenoiser.create()))
                .node(KeepNorm.class, it -> it.with("model", TinyDenoiser.create()))
                .node(LimitNorm.class, it -> it.with("model", TinyDenoiser.create()))
                .node(DifferentialDiffusion.class, it -> it.with("model", TinyDenoiser.create()))
                .node(StitchInpaint.class, it -> it.with("stitch", cut.stitch()).with("image", cut.image()))
                .node(DeepShrink.class, it -> it.with("model", TinyDenoiser.create()))
                .node(ApplyHypernetwork.class, it -> it.schemaOnly("HypernetworkTest runs it on a file"))
                .node(FreeU.class, it -> it.with("model", TinyDenoiser.create()))
                .node(SaveCheckpoint.class, it -> it.schemaOnly("SaveCheckpointTest writes whole models"))
                .node(CheckSafety.class, it -> it.schemaOnly("CheckSafetyTest runs it on a checker"))
                .node(WatermarkImage.class, it -> it.with("text", "a").with("image", Samples.noise(1, 64, 64, 1)))
                .node(ReadWatermark.class, it -> it.with("length", 1).with("image", Samples.noise(1, 64, 64, 1)))
                .node(ResizeImage.class, it -> it.with("width", 8))
                // Up to 16 megapixels, which take a busy machine longer than a node usually may.
                .node(ScaleImage.class, it -> it.cancelWithin(Duration.ofSeconds(30)))
                .node(ScaleToNearest.class, it -> it.with("sizes", List.of("8x8")))
                .node(Compare.class, it -> it.with("a", 1).with("b", 2))
                .node(TextToInteger.class, it -> it.with("text", "42"))
                .node(TextToNumber.class, it -> it.with("text", "0.5"))
                .node(LoadUpscaler.class, it -> it.service(Models.class, UPSCALERS))
                .node(ApplyControlNet.class, it -> it.schemaOnly("ApplyControlNetTest runs it on a ControlNet"))
                .node(ApplyT2iAdapter.class, it -> it.schemaOnly("AdaptersTest runs it on an adapter"))
                .node(ApplyStyleModel.class, it -> it.schemaOnly("StyleModelTest runs it on a style adapter"))
                .node(ApplyGligen.class, it -> it.schemaOnly("GligenTest runs it on a GLIGEN"))
                .node(LoadStyleModel.class, it -> it.schemaOnly("GroundingTest runs it on a file"))
                .node(LoadGligen.class, it -> it.schemaOnly("GroundingTest runs it on a file"))
                .node(ReferToLatent.class, it -> it.with("model", TinyDenoiser.create()))
                .node(
                        EncodeEditPrompt.class,
                        it -> it.schemaOnly("EncodeEditPromptTest runs it on an encoder that sees pictures"))
                .node(ApplyIpAdapter.class, it -> it.schemaOnly("AdaptersTest runs it on an adapter"))
                .node(EmbedForIpAdapter.class, it -> it.schemaOnly("IpAdapterEmbeddingTest runs it on an adapter"))
                .node(SetControlNetKind.class, it -> it.schemaOnly("ControlUnionTest runs it on a ControlNet"))
                .node(LoadT2iAdapter.class, it -> it.schemaOnly("ControlLoadersTest runs it on files"))
                .node(LoadIpAdapter.class, it -> it.schemaOnly("ControlLoadersTest runs it on files"))
                .node(LoadControlNet.class, it -> it.schemaOnly("ControlLoadersTest runs it on files"))
                .node(LoadLora.class, it -> it.schemaOnly("LoraNodesTest runs it on a checkpoint"))
                .node(LoadLoras.class, it -> it.schemaOnly("LoraNodesTest runs it on a checkpoint"))
                .node(PromptLoras.class, it -> it.schemaOnly("LoraNodesTest runs it on a checkpoint"))
                .node(EncodePrompt.class, it -> it.service(Models.class, new FakeModels()))
                .node(LoadTextualInversion.class, it -> it.schemaOnly("PromptNodesTest runs it on files"))
                .node(LoadModel.class, it -> it.schemaOnly("LoaderContractTest runs it on the model that ships"))
                .node(LoadClip.class, it -> it.schemaOnly("LoaderContractTest runs it on the model that ships"))
                .node(LoadClipVision.class, it -> it.schemaOnly("LoaderContractTest runs it on the model that ships"))
                .node(LoadUnet.class, it -> it.schemaOnly("LoaderContractTest runs it on the model that ships"))
                .node(LoadTextEncoder.class, it -> it.schemaOnly("LoaderContractTest runs it on the model that ships"))
                .node(LoadVariationModel.class, it -> it.schemaOnly("WorkflowsTest runs it on a tiny model"))
                .node(LoadUnclipModel.class, it -> it.schemaOnly("ParityTest runs it on a tiny model"))
                .node(LoadVae.class, it -> it.schemaOnly("LoaderContractTest runs it on the model that ships"))
                .verify();
    }
}
