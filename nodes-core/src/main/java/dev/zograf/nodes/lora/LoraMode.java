package dev.zograf.nodes.lora;

/** How a LoRA comes into a network. */
public enum LoraMode {
    /** Low-rank branches where that is possible and cheap, other weights where not. */
    AUTO,
    /** Other weights everywhere, computed when the network is loaded. */
    MERGED
}
