package dev.zograf.nodes;

import dev.zograf.api.NodePlugin;
import dev.zograf.nodes.conditioning.AverageConditioning;
import dev.zograf.nodes.conditioning.CombineConditioning;
import dev.zograf.nodes.conditioning.ConcatConditioning;
import dev.zograf.nodes.conditioning.DefaultConditioning;
import dev.zograf.nodes.conditioning.DropGuidance;
import dev.zograf.nodes.conditioning.MaskConditioning;
import dev.zograf.nodes.conditioning.SetArea;
import dev.zograf.nodes.conditioning.SetGuidance;
import dev.zograf.nodes.conditioning.SetRange;
import dev.zograf.nodes.conditioning.SetStrength;
import dev.zograf.nodes.conditioning.ZeroOut;
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
import dev.zograf.nodes.editing.EncodeForInpaint;
import dev.zograf.nodes.editing.InstructConditioning;
import dev.zograf.nodes.editing.StitchInpaint;
import dev.zograf.nodes.editing.VariationConditioning;
import dev.zograf.nodes.flow.Arithmetic;
import dev.zograf.nodes.flow.Compare;
import dev.zograf.nodes.flow.ConcatLists;
import dev.zograf.nodes.flow.Gate;
import dev.zograf.nodes.flow.If;
import dev.zograf.nodes.flow.ListItem;
import dev.zograf.nodes.flow.ListSize;
import dev.zograf.nodes.flow.Logic;
import dev.zograf.nodes.flow.MapList;
import dev.zograf.nodes.flow.Merge;
import dev.zograf.nodes.flow.NumberRange;
import dev.zograf.nodes.flow.Repeat;
import dev.zograf.nodes.flow.Select;
import dev.zograf.nodes.flow.TextJoin;
import dev.zograf.nodes.flow.TextReplace;
import dev.zograf.nodes.flow.TextToInteger;
import dev.zograf.nodes.flow.TextToNumber;
import dev.zograf.nodes.latent.AddLatents;
import dev.zograf.nodes.latent.BatchLatents;
import dev.zograf.nodes.latent.BlendLatents;
import dev.zograf.nodes.latent.CompositeLatents;
import dev.zograf.nodes.latent.ConcatLatents;
import dev.zograf.nodes.latent.CropLatent;
import dev.zograf.nodes.latent.CutLatent;
import dev.zograf.nodes.latent.DecodeLatent;
import dev.zograf.nodes.latent.EncodeImage;
import dev.zograf.nodes.latent.FlipLatent;
import dev.zograf.nodes.latent.InjectNoise;
import dev.zograf.nodes.latent.InpaintConditioning;
import dev.zograf.nodes.latent.LatentFromBatch;
import dev.zograf.nodes.latent.LoadLatent;
import dev.zograf.nodes.latent.MultiplyLatent;
import dev.zograf.nodes.latent.RebatchLatents;
import dev.zograf.nodes.latent.RepeatLatent;
import dev.zograf.nodes.latent.RotateLatent;
import dev.zograf.nodes.latent.SaveLatent;
import dev.zograf.nodes.latent.ScaleLatent;
import dev.zograf.nodes.latent.SetMask;
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
import dev.zograf.nodes.merge.AddTextEncoders;
import dev.zograf.nodes.merge.MergeModelBlocks;
import dev.zograf.nodes.merge.MergeModels;
import dev.zograf.nodes.merge.MergeTextEncoders;
import dev.zograf.nodes.merge.SaveCheckpoint;
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
import dev.zograf.nodes.prompt.BatchConditioning;
import dev.zograf.nodes.prompt.EmptyConditioning;
import dev.zograf.nodes.prompt.EncodePrompt;
import dev.zograf.nodes.prompt.EncodeText;
import dev.zograf.nodes.prompt.LoadTextualInversion;
import dev.zograf.nodes.prompt.SetTextTokens;
import dev.zograf.nodes.prompt.SizeConditioning;
import dev.zograf.nodes.sampling.AddNoise;
import dev.zograf.nodes.sampling.EmptyLatent;
import dev.zograf.nodes.sampling.FlipSchedule;
import dev.zograf.nodes.sampling.MakeBasicGuider;
import dev.zograf.nodes.sampling.MakeCfgGuider;
import dev.zograf.nodes.sampling.MakeDualCfgGuider;
import dev.zograf.nodes.sampling.MakeGpuNoise;
import dev.zograf.nodes.sampling.MakeLcmUpscale;
import dev.zograf.nodes.sampling.MakeListSchedule;
import dev.zograf.nodes.sampling.MakeNoNoise;
import dev.zograf.nodes.sampling.MakeNoise;
import dev.zograf.nodes.sampling.MakeRangeSchedule;
import dev.zograf.nodes.sampling.MakeSampler;
import dev.zograf.nodes.sampling.MakeSchedule;
import dev.zograf.nodes.sampling.MakeScheduler;
import dev.zograf.nodes.sampling.MakeSeedNoise;
import dev.zograf.nodes.sampling.MakeSizedSchedule;
import dev.zograf.nodes.sampling.MakeVariationNoise;
import dev.zograf.nodes.sampling.Sample;
import dev.zograf.nodes.sampling.SampleCustom;
import dev.zograf.nodes.sampling.SetFirstSigma;
import dev.zograf.nodes.sampling.SetFlow;
import dev.zograf.nodes.sampling.SetFlowForSize;
import dev.zograf.nodes.sampling.SetNoiseRange;
import dev.zograf.nodes.sampling.SetPrediction;
import dev.zograf.nodes.sampling.SplitSchedule;
import dev.zograf.nodes.tiling.TileModel;
import java.util.List;
import java.util.stream.Stream;

/** The built-in nodes, through the same door as any plugin's. */
public final class CoreNodes implements NodePlugin {

    private static final List<Class<?>> PAINTING = List.of(
            // loaders
            LoadModel.class,
            LoadUnet.class,
            LoadTextEncoder.class,
            LoadVae.class,
            LoadVariationModel.class,
            LoadUnclipModel.class,
            LoadUpscaler.class,
            LoadLora.class,
            LoadLoras.class,
            PromptLoras.class,
            // prompt
            EncodeText.class,
            BatchConditioning.class,
            // conditioning
            CombineConditioning.class,
            ConcatConditioning.class,
            AverageConditioning.class,
            DefaultConditioning.class,
            DropGuidance.class,
            SetArea.class,
            SetStrength.class,
            SetGuidance.class,
            MaskConditioning.class,
            SetRange.class,
            ZeroOut.class,
            SetTextTokens.class,
            SizeConditioning.class,
            EmptyConditioning.class,
            EncodePrompt.class,
            LoadTextualInversion.class,
            // sampling
            Sample.class,
            SampleCustom.class,
            MakeScheduler.class,
            MakeCfgGuider.class,
            MakeNoise.class,
            MakeSampler.class,
            MakeLcmUpscale.class,
            MakeSchedule.class,
            MakeRangeSchedule.class,
            MakeListSchedule.class,
            MakeSizedSchedule.class,
            SplitSchedule.class,
            FlipSchedule.class,
            SetFirstSigma.class,
            MakeGpuNoise.class,
            MakeSeedNoise.class,
            MakeVariationNoise.class,
            MakeNoNoise.class,
            MakeBasicGuider.class,
            MakeDualCfgGuider.class,
            AddNoise.class,
            SetPrediction.class,
            SetNoiseRange.class,
            SetFlowForSize.class,
            SetFlow.class,
            // latent
            EmptyLatent.class,
            EncodeImage.class,
            DecodeLatent.class,
            SetMask.class,
            InpaintConditioning.class,
            AddLatents.class,
            BatchLatents.class,
            BlendLatents.class,
            CompositeLatents.class,
            CropLatent.class,
            FlipLatent.class,
            InjectNoise.class,
            LatentFromBatch.class,
            MultiplyLatent.class,
            RepeatLatent.class,
            RotateLatent.class,
            ScaleLatent.class,
            ConcatLatents.class,
            CutLatent.class,
            RebatchLatents.class,
            SaveLatent.class,
            LoadLatent.class,
            // editing
            CropForInpaint.class,
            DifferentialDiffusion.class,
            EncodeForInpaint.class,
            InstructConditioning.class,
            StitchInpaint.class,
            VariationConditioning.class,
            // control
            LoadControlNet.class,
            ApplyControlNet.class,
            LoadT2iAdapter.class,
            LoadStyleModel.class,
            LoadGligen.class,
            ApplyT2iAdapter.class,
            ApplyStyleModel.class,
            ApplyGligen.class,
            LoadIpAdapter.class,
            ApplyIpAdapter.class,
            EmbedForIpAdapter.class,
            ReferToLatent.class,
            EncodeEditPrompt.class,
            SetControlNetKind.class,
            // merge
            MergeModelBlocks.class,
            MergeModels.class,
            SaveCheckpoint.class,
            MergeTextEncoders.class,
            AddModels.class,
            AddTextEncoders.class,
            // patch
            RescaleGuidance.class,
            MimicScale.class,
            DynamicThreshold.class,
            PerturbAttention.class,
            GuideSelfAttention.class,
            LimitGuidance.class,
            KeepNorm.class,
            LimitNorm.class,
            ApplyHypernetwork.class,
            FreeU.class,
            ScaleFrequencies.class,
            TileAttention.class,
            MergeTokens.class,
            CacheSteps.class,
            DeepShrink.class,
            // tiling
            TileModel.class,
            // flow
            If.class,
            Select.class,
            Gate.class,
            Merge.class,
            Repeat.class,
            MapList.class,
            ConcatLists.class,
            ListItem.class,
            ListSize.class,
            NumberRange.class,
            Compare.class,
            Logic.class,
            Arithmetic.class,
            TextJoin.class,
            TextReplace.class,
            TextToInteger.class,
            TextToNumber.class);

    @Override
    public List<Class<?>> nodes() {
        return Stream.of(PAINTING, PictureNodes.ALL)
                .<Class<?>>flatMap(List::stream)
                .toList();
    }
}
