package dev.zograf.contrib.filters;

import dev.zograf.api.Node;
import dev.zograf.api.NodePlugin;
import dev.zograf.contrib.filters.blend.Blend;
import dev.zograf.contrib.filters.blend.Composite;
import dev.zograf.contrib.filters.blur.BilateralBlur;
import dev.zograf.contrib.filters.blur.BoxBlur;
import dev.zograf.contrib.filters.blur.GaussianBlur;
import dev.zograf.contrib.filters.blur.MedianBlur;
import dev.zograf.contrib.filters.blur.Noise;
import dev.zograf.contrib.filters.blur.Sharpen;
import dev.zograf.contrib.filters.colour.AdjustColour;
import dev.zograf.contrib.filters.colour.AutoLevels;
import dev.zograf.contrib.filters.colour.Curves;
import dev.zograf.contrib.filters.colour.Grayscale;
import dev.zograf.contrib.filters.colour.InvertImage;
import dev.zograf.contrib.filters.colour.Levels;
import dev.zograf.contrib.filters.colour.Posterize;
import dev.zograf.contrib.filters.colour.Temperature;
import dev.zograf.contrib.filters.mask.BlurMask;
import dev.zograf.contrib.filters.mask.CombineMasks;
import dev.zograf.contrib.filters.mask.CropMask;
import dev.zograf.contrib.filters.mask.FeatherMask;
import dev.zograf.contrib.filters.mask.GrowMask;
import dev.zograf.contrib.filters.mask.InvertMask;
import dev.zograf.contrib.filters.mask.MaskFromColour;
import dev.zograf.contrib.filters.mask.MaskFromImage;
import dev.zograf.contrib.filters.mask.MaskToImage;
import dev.zograf.contrib.filters.mask.ResizeMask;
import dev.zograf.contrib.filters.mask.SolidImage;
import dev.zograf.contrib.filters.mask.SolidMask;
import dev.zograf.contrib.filters.mask.ThresholdMask;
import dev.zograf.contrib.filters.size.CropImage;
import dev.zograf.contrib.filters.size.FitImage;
import dev.zograf.contrib.filters.size.FlipImage;
import dev.zograf.contrib.filters.size.PadForOutpaint;
import dev.zograf.contrib.filters.size.PadImage;
import dev.zograf.contrib.filters.size.RotateImage;
import dev.zograf.contrib.filters.size.ScaleImage;
import java.util.List;

/** Offers the filters. */
public final class FiltersPlugin implements NodePlugin {

    @Override
    public List<Class<? extends Node<?, ?>>> nodes() {
        return List.of(
                AdjustColour.class,
                AutoLevels.class,
                Curves.class,
                Grayscale.class,
                InvertImage.class,
                Levels.class,
                Posterize.class,
                Temperature.class,
                BilateralBlur.class,
                BoxBlur.class,
                GaussianBlur.class,
                MedianBlur.class,
                Noise.class,
                Sharpen.class,
                Blend.class,
                Composite.class,
                CropImage.class,
                FitImage.class,
                FlipImage.class,
                PadForOutpaint.class,
                PadImage.class,
                RotateImage.class,
                ScaleImage.class,
                BlurMask.class,
                CombineMasks.class,
                CropMask.class,
                FeatherMask.class,
                GrowMask.class,
                InvertMask.class,
                MaskFromColour.class,
                MaskFromImage.class,
                MaskToImage.class,
                ResizeMask.class,
                SolidImage.class,
                SolidMask.class,
                ThresholdMask.class);
    }
}
