package dev.zograf.api;

import java.util.List;

/**
 * Lists the values that a text input takes where they are known only at run time: the fonts that there are, the files of a folder.
 * Made as nodes are: one public constructor, without parameters or with {@code jakarta.inject.Inject}. Named in {@link Choices#from}.
 */
@FunctionalInterface
public interface ChoiceSource {

    /** The values now, in the order in which an editor shows them. Called often: it must be quick. */
    List<String> choices();
}
