package dev.zograf.nodes.lora;

/** What a tensor of a LoRA file is to the layer that it changes. */
enum Role {
    /** The second factor, back to the layer's width. */
    UP,
    /** The first factor, down to the rank. */
    DOWN,
    /** The kernel between two 1x1 factors of a convolution (Tucker decomposition). */
    MID,
    /** What the product is multiplied by, times the rank. */
    ALPHA,
    /** DoRA's length of each row (Liu et al. 2024). */
    MAGNITUDE,
    HADA_W1_A,
    HADA_W1_B,
    HADA_T1,
    HADA_W2_A,
    HADA_W2_B,
    HADA_T2,
    LOKR_W1,
    LOKR_W1_A,
    LOKR_W1_B,
    LOKR_W2,
    LOKR_W2_A,
    LOKR_W2_B,
    LOKR_T2,
    /** The whole change of the weight. */
    DIFF,
    /** The whole change of the bias. */
    DIFF_BIAS,

    /** IA3's numbers for rows or input channels, and which of the two. */
    SCALE,
    ON_INPUT,

    /** GLoRA's factors. */
    GLORA_A1,
    GLORA_A2,
    GLORA_B1,
    GLORA_B2,

    /** OFT's blocks, and what rows are multiplied by afterwards. */
    OFT_BLOCKS,
    RESCALE
}
