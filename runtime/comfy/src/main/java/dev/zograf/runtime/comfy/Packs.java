package dev.zograf.runtime.comfy;

import java.util.List;

/** From which extension of ComfyUI a class comes, where the workflow does not say so: by what its name begins or ends with. */
final class Packs {

    private record Sign(String pattern, String pack) {}

    private static final List<Sign> SIGNS = List.of(
            new Sign(".*\\(rgthree\\)", "rgthree-comfy"),
            new Sign(".*\\|pysssss", "comfyui-custom-scripts"),
            new Sign("(easy |ttN ).*", "comfyui-easy-use"),
            new Sign("CR .*", "comfyui_comfyroll_customnodes"),
            new Sign(
                    ".*\\(Impact.*|(FaceDetailer|Impact|SAM(Loader|Detector)|UltralyticsDetector|Detailer|SEGS).*",
                    "comfyui-impact-pack"),
            new Sign(".*\\+", "comfyui_essentials"),
            new Sign(
                    ".*\\(Efficient\\)|Efficient Loader|KSampler \\(Efficient\\)|LoRA Stacker",
                    "efficiency-nodes-comfyui"),
            new Sign("VHS_.*", "comfyui-videohelpersuite"),
            new Sign("ADE_.*", "comfyui-animatediff-evolved"),
            new Sign("ACN_.*", "comfyui-advanced-controlnet"),
            new Sign("IPAdapter.*", "comfyui_ipadapter_plus"),
            new Sign("(.*Preprocessor|DWPreprocessor_Provider.*)", "comfyui_controlnet_aux"),
            new Sign("UltimateSDUpscale.*", "comfyui_ultimatesdupscale"),
            new Sign("Inpaint(Crop|Stitch).*", "comfyui-inpaint-cropandstitch"),
            new Sign("INPAINT_.*", "comfyui-inpaint-nodes"),
            new Sign("(WAS_|.* \\(WAS\\)|Text Multiline).*", "was-node-suite-comfyui"),
            new Sign("LayerMask.*|LayerUtility.*|LayerColor.*", "comfyui_layerstyle"),
            new Sign("(Unet|CLIP|DualCLIP|TripleCLIP)Loader.*GGUF.*", "comfyui-gguf"),
            new Sign(".*KJ|.*Kijai.*|(Set|Get)Node", "comfyui-kjnodes"),
            new Sign("BNK_.*", "comfyui_tiledksampler"),
            new Sign(
                    "(API|OpenAI|Gemini|Kling|Recraft|Ideogram|Luma|Minimax|Runway|Stability|Tripo|Rodin|Veo|Pixverse|Moonvalley|ByteDance).*",
                    "ComfyUI's paid services"));

    private Packs() {}

    /** The extension's name, or empty. */
    static String of(String classType) {
        return SIGNS.stream()
                .filter(sign -> classType.matches(sign.pattern()))
                .map(Sign::pack)
                .findFirst()
                .orElse("");
    }
}
