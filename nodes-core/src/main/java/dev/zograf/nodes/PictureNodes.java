package dev.zograf.nodes;

import dev.zograf.nodes.image.BatchImages;
import dev.zograf.nodes.image.BlendImages;
import dev.zograf.nodes.image.BlurImage;
import dev.zograf.nodes.image.CannyEdges;
import dev.zograf.nodes.image.CompositeAlpha;
import dev.zograf.nodes.image.CompositeImages;
import dev.zograf.nodes.image.ContactSheet;
import dev.zograf.nodes.image.CropImage;
import dev.zograf.nodes.image.ImageFromBatch;
import dev.zograf.nodes.image.ImageSize;
import dev.zograf.nodes.image.LoadImage;
import dev.zograf.nodes.image.LoadMask;
import dev.zograf.nodes.image.PadForOutpaint;
import dev.zograf.nodes.image.PreviewImage;
import dev.zograf.nodes.image.QuantizeImage;
import dev.zograf.nodes.image.RebatchImages;
import dev.zograf.nodes.image.RepeatImages;
import dev.zograf.nodes.image.ResizeImage;
import dev.zograf.nodes.image.RgbToYuv;
import dev.zograf.nodes.image.SaveImage;
import dev.zograf.nodes.image.ScaleImage;
import dev.zograf.nodes.image.ScaleToNearest;
import dev.zograf.nodes.image.SharpenImage;
import dev.zograf.nodes.image.SizeForRatio;
import dev.zograf.nodes.image.StitchImages;
import dev.zograf.nodes.image.UpscaleImage;
import dev.zograf.nodes.image.YuvToRgb;
import dev.zograf.nodes.mask.CompositeMasks;
import dev.zograf.nodes.mask.CropMask;
import dev.zograf.nodes.mask.FadeMask;
import dev.zograf.nodes.mask.GrowMask;
import dev.zograf.nodes.mask.ThresholdMask;
import dev.zograf.nodes.metadata.DescribeGeneration;
import dev.zograf.nodes.metadata.ReadMetadata;
import dev.zograf.nodes.safety.CheckSafety;
import dev.zograf.nodes.safety.ReadWatermark;
import dev.zograf.nodes.safety.WatermarkImage;
import dev.zograf.nodes.vision.ApplyProbe;
import dev.zograf.nodes.vision.ClassifyImage;
import dev.zograf.nodes.vision.EmbedImage;
import dev.zograf.nodes.vision.EmbedText;
import dev.zograf.nodes.vision.FitProbe;
import dev.zograf.nodes.vision.LoadClip;
import dev.zograf.nodes.vision.LoadClipVision;
import dev.zograf.nodes.vision.LoadEmbedding;
import dev.zograf.nodes.vision.LoadProbe;
import dev.zograf.nodes.vision.RankImages;
import dev.zograf.nodes.vision.SaveEmbedding;
import dev.zograf.nodes.vision.SaveProbe;
import dev.zograf.nodes.vision.ScoreAesthetic;
import dev.zograf.nodes.vision.SetPooledImage;
import dev.zograf.nodes.vision.Similarity;
import dev.zograf.nodes.vision.SortImages;
import java.util.List;

/** The core nodes that work on pictures and masks, and that look at pictures. */
final class PictureNodes {

    static final List<Class<?>> ALL = List.of(
            // image
            LoadImage.class,
            LoadMask.class,
            QuantizeImage.class,
            SaveImage.class,
            PreviewImage.class,
            ResizeImage.class,
            ScaleImage.class,
            ScaleToNearest.class,
            StitchImages.class,
            ImageSize.class,
            SizeForRatio.class,
            CannyEdges.class,
            BatchImages.class,
            ImageFromBatch.class,
            ContactSheet.class,
            UpscaleImage.class,
            RepeatImages.class,
            RebatchImages.class,
            CropImage.class,
            CompositeImages.class,
            BlendImages.class,
            CompositeAlpha.class,
            BlurImage.class,
            SharpenImage.class,
            PadForOutpaint.class,
            RgbToYuv.class,
            YuvToRgb.class,
            // mask
            ThresholdMask.class,
            GrowMask.class,
            FadeMask.class,
            CropMask.class,
            CompositeMasks.class,
            // vision
            LoadClip.class,
            LoadClipVision.class,
            EmbedImage.class,
            SetPooledImage.class,
            EmbedText.class,
            Similarity.class,
            RankImages.class,
            ClassifyImage.class,
            FitProbe.class,
            ApplyProbe.class,
            SaveEmbedding.class,
            LoadEmbedding.class,
            SaveProbe.class,
            LoadProbe.class,
            SortImages.class,
            ScoreAesthetic.class,
            // metadata
            DescribeGeneration.class,
            ReadMetadata.class,
            // safety
            CheckSafety.class,
            WatermarkImage.class,
            ReadWatermark.class);

    private PictureNodes() {}
}
