package dev.zograf;

import dev.zograf.api.value.Image;
import dev.zograf.runtime.node.Absent;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a run gave: the workflow's outputs by name. */
public final class Outputs {

    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Map<String, String> absent = new LinkedHashMap<>();

    Outputs(Map<String, Object> all) {
        all.forEach((name, value) -> {
            if (value instanceof Absent nothing) {
                absent.put(name, nothing.why());
            } else {
                values.put(name, value);
            }
        });
    }

    /** The names of the outputs that there are, in the workflow's order; one that came to nothing is not among them. */
    public Set<String> names() {
        return Collections.unmodifiableSet(values.keySet());
    }

    /**
     * An output.
     *
     * @throws IllegalArgumentException if there is no such output, it came to nothing (the message says why), or it is of another
     *     type
     */
    public <T> T get(String name, Class<T> type) {
        Object value = values.get(name);
        if (absent.containsKey(name)) {
            throw new IllegalArgumentException(
                    "The output \"" + name + "\" came to nothing: " + absent.get(name) + ".");
        }
        if (value == null) {
            throw new IllegalArgumentException("There is no output \"" + name + "\"; there are " + names() + ".");
        }
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException("The output \"" + name + "\" is a "
                    + value.getClass().getSimpleName() + ", not a " + type.getSimpleName() + ".");
        }
        return type.cast(value);
    }

    /**
     * The first picture of an output, 8 bits a channel.
     *
     * @throws IllegalArgumentException if there is no such output or it has no picture
     */
    public BufferedImage image(String name) {
        List<BufferedImage> all = images(name);
        if (all.isEmpty()) {
            throw new IllegalArgumentException("The output \"" + name + "\" is an empty list.");
        }
        return all.get(0);
    }

    /**
     * All pictures of an output, 8 bits a channel.
     *
     * @throws IllegalArgumentException if there is no such output or it holds something else
     */
    public List<BufferedImage> images(String name) {
        Object value = get(name, Object.class);
        List<BufferedImage> pictures = new ArrayList<>();
        for (Object entry : value instanceof List<?> list ? list : List.of(value)) {
            if (!(entry instanceof Image image)) {
                throw new IllegalArgumentException("The output \"" + name + "\" is no picture.");
            }
            for (int i = 0; i < image.batch(); i++) {
                pictures.add(image.toBufferedImage(i));
            }
        }
        return List.copyOf(pictures);
    }
}
