package dev.zograf.testkit;

import dev.zograf.api.PortType;
import dev.zograf.api.model.NoiseSource;
import dev.zograf.api.value.HostTensor;
import java.awt.image.BufferedImage;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A text that is the same for values of the same content: numbers to the bit, pictures, records, lists, maps, and objects of a plugin's
 * own by their fields. What only has behaviour (a denoiser, a sampler) counts by its class; a source of noise by what it draws.
 */
final class ValueDigest {

    private static final int DRAWN = 32;

    private final MessageDigest digest;
    private final Set<Object> open = Collections.newSetFromMap(new IdentityHashMap<>());

    private ValueDigest() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256.", e);
        }
    }

    /** Equal for equal content. */
    static String of(@Nullable Object value) {
        ValueDigest content = new ValueDigest();
        content.add(value);
        return HexFormat.of().formatHex(content.digest.digest());
    }

    /** Whether it has only behaviour, so that its content cannot be compared. */
    static boolean isCapability(Object value) {
        return !(value instanceof NoiseSource) && capability(value.getClass());
    }

    private static boolean capability(@Nullable Class<?> type) {
        for (Class<?> c = type; c != null; c = c.getSuperclass()) {
            for (Class<?> implemented : c.getInterfaces()) {
                if (implemented.isAnnotationPresent(PortType.class) || capability(implemented)) {
                    return true;
                }
            }
        }
        return false;
    }

    private void text(String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    private void add(@Nullable Object value) {
        if (value == null) {
            text("null");
            return;
        }
        text(value.getClass().getName());
        if (value instanceof String || value instanceof Number || value instanceof Boolean || value instanceof Path) {
            text(value.toString());
        } else if (value instanceof Enum<?> constant) {
            text(constant.name());
        } else if (value instanceof Optional<?> optional) {
            add(optional.orElse(null));
        } else if (value instanceof NoiseSource noise) {
            add(noise.open().normal(DRAWN));
        } else if (isCapability(value)) {
            text("behaviour");
        } else if (open.add(value)) {
            addContent(value);
            open.remove(value);
        }
    }

    private void addContent(Object value) {
        if (value instanceof BufferedImage picture) {
            text(picture.getWidth() + "x" + picture.getHeight());
            add(picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth()));
        } else if (value instanceof Set<?> || value instanceof Map<?, ?>) {
            addUnordered(value instanceof Map<?, ?> map ? map.entrySet() : (Set<?>) value);
        } else if (value instanceof Map.Entry<?, ?> entry) {
            add(entry.getKey());
            add(entry.getValue());
        } else if (value instanceof Iterable<?> several) {
            several.forEach(this::add);
        } else if (value.getClass().isArray()) {
            addArray(value);
        } else if (value instanceof HostTensor || !value.getClass().getName().startsWith("java.")) {
            addFields(value);
        }
    }

    private void addUnordered(Set<?> entries) {
        List<String> all = new ArrayList<>();
        entries.forEach(entry ->
                all.add(entry instanceof Map.Entry<?, ?> pair ? of(pair.getKey()) + of(pair.getValue()) : of(entry)));
        Collections.sort(all);
        all.forEach(this::text);
    }

    private void addArray(Object array) {
        if (array instanceof float[] floats) {
            ByteBuffer bytes = ByteBuffer.allocate(floats.length * Float.BYTES);
            bytes.asFloatBuffer().put(floats);
            digest.update(bytes);
            return;
        }
        int length = Array.getLength(array);
        text(Integer.toString(length));
        for (int i = 0; i < length; i++) {
            if (array.getClass().getComponentType().isPrimitive()) {
                text(String.valueOf(Array.get(array, i)));
            } else {
                add(Array.get(array, i));
            }
        }
    }

    private void addFields(Object value) {
        for (Class<?> c = value.getClass(); c != null && c != Object.class; c = c.getSuperclass()) {
            for (Field field : c.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    text(field.getName());
                    add(read(field, value));
                }
            }
        }
    }

    private static @Nullable Object read(Field field, Object value) {
        try {
            field.setAccessible(true);
            return field.get(value);
        } catch (IllegalAccessException | RuntimeException e) {
            return "closed";
        }
    }
}
