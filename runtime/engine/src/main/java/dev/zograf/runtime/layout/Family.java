package dev.zograf.runtime.layout;

/** The families of latent diffusion models whose single files are known. */
enum Family {
    STABLE_DIFFUSION_1("stable-diffusion-1", "sd1"),
    STABLE_DIFFUSION_2("stable-diffusion-2", "sd2"),
    STABLE_DIFFUSION_XL("stable-diffusion-xl", "sdxl-base"),
    STABLE_DIFFUSION_XL_REFINER("stable-diffusion-xl", "sdxl-refiner"),
    STABLE_DIFFUSION_3("stable-diffusion-3", "sd3-medium"),
    FLUX_1("flux-1", "flux1-dev"),
    QWEN_IMAGE("qwen-image", "qwen-image");

    private final String title;
    private final String variant;

    Family(String title, String variant) {
        this.title = title;
        this.variant = variant;
    }

    /** As users are told: {@code stable-diffusion-xl}. */
    String title() {
        return title;
    }

    /** The short name of its plain variant. */
    String variant() {
        return variant;
    }

    /** Whether it is a kind of SDXL. */
    boolean isXl() {
        return this == STABLE_DIFFUSION_XL || this == STABLE_DIFFUSION_XL_REFINER;
    }
}
