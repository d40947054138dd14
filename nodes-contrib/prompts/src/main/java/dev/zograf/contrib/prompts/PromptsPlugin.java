package dev.zograf.contrib.prompts;

import dev.zograf.api.Node;
import dev.zograf.api.NodePlugin;
import java.util.List;

/** Offers the tools for prompts. */
public final class PromptsPlugin implements NodePlugin {

    @Override
    public List<Class<? extends Node<?, ?>>> nodes() {
        return List.of(
                AllWildcards.class,
                ChangeText.class,
                FillTemplate.class,
                FillWildcards.class,
                JoinText.class,
                LoadCsv.class,
                LoadJson.class,
                LoadLines.class,
                ReplaceText.class,
                SplitText.class,
                TranslatePrompt.class);
    }
}
