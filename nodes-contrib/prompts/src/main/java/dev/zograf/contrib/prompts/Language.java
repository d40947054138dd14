package dev.zograf.contrib.prompts;

import java.util.Locale;

/** A language of the default model, by its code in ISO 639-1. The first four it knows well. */
public enum Language {
    /** English. */
    EN,
    /** Bulgarian. */
    BG,
    /** Ukrainian. */
    UK,
    /** Russian. */
    RU,
    /** German. */
    DE,
    /** French. */
    FR,
    /** Spanish. */
    ES,
    /** Italian. */
    IT,
    /** Polish. */
    PL,
    /** Chinese, simplified. */
    ZH;

    /** The code, {@code bg}. */
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
