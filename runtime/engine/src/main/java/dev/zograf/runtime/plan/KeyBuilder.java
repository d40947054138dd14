package dev.zograf.runtime.plan;

import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.IntTensor;
import dev.zograf.api.value.Latent;
import dev.zograf.api.value.Mask;
import dev.zograf.api.value.Size;
import dev.zograf.runtime.digest.Sha256;
import dev.zograf.runtime.graph.DefinedWorkflow;
import dev.zograf.runtime.node.NodeSchema;
import dev.zograf.runtime.node.PortSchema;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Computes {@link ContentKey}s, one after the other. Every part is preceded by its kind and length, so that no two inputs look the
 * same. For one thread.
 */
public final class KeyBuilder {

    /** Parts are gathered before they are hashed: most of a key's parts are a few bytes long, and each call of the digest costs more than those. */
    private static final int GATHERED = 1 << 12;

    private final MessageDigest digest;
    private final ByteBuffer parts = ByteBuffer.allocate(GATHERED);
    private IntFunction<Optional<ContentKey>> upstream = node -> Optional.empty();
    private boolean complete;

    /** A builder. */
    public KeyBuilder() {
        digest = Sha256.digest();
    }

    /**
     * The key of a node's result.
     *
     * @param fingerprint what {@link dev.zograf.api.Node#fingerprint} said
     * @param each the inputs for each entry of which the node runs once
     * @param keys the keys of the nodes that arguments link to
     * @return empty if such a key is missing or a constant is not {@link #hashable}
     */
    public Optional<ContentKey> key(
            NodeSchema schema,
            String fingerprint,
            Map<String, Argument> arguments,
            List<String> each,
            IntFunction<Optional<ContentKey>> keys) {
        upstream = keys;
        complete = true;
        parts.clear();
        digest.reset();
        text('t', schema.id());
        size('v', schema.version());
        text('o', schema.origin());
        text('f', fingerprint);
        each.forEach(name -> text('r', name));
        for (PortSchema port : schema.inputs()) {
            Argument argument = arguments.get(port.name());
            if (argument != null) {
                text('p', port.name());
                boolean wrap = port.list() && !(argument instanceof Argument.Several) && !each.contains(port.name());
                argument(wrap ? new Argument.Several(List.of(argument)) : argument);
            } else if (port.initial().isPresent()) {
                text('p', port.name());
                constant(port.initial().get());
            }
        }
        return complete ? Optional.of(made()) : Optional.empty();
    }

    /** Whether the content of a value is known and goes into keys. */
    public static boolean hashable(Object value) {
        return value instanceof String
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof Enum<?>
                || value instanceof Size
                || value instanceof Image
                || value instanceof Mask
                || value instanceof Latent
                || value instanceof HostTensor
                || value instanceof DefinedWorkflow
                || (value instanceof Map<?, ?> map && map.values().stream().allMatch(KeyBuilder::hashable))
                || (value instanceof List<?> list && list.stream().allMatch(KeyBuilder::hashable));
    }

    private void argument(Argument argument) {
        if (argument instanceof Argument.Constant constant) {
            constant(constant.value());
        } else if (argument instanceof Argument.Link link) {
            origin(upstream.apply(link.node()).map(key -> new Origin(key, link.output())));
        } else if (argument instanceof Argument.Given given) {
            origin(Optional.of(given.origin()));
        } else if (argument instanceof Argument.Outer outer) {
            origin(outer.origin());
        } else if (argument instanceof Argument.Several several) {
            size('l', several.arguments().size());
            several.arguments().forEach(this::argument);
        } else if (argument instanceof Argument.Named named) {
            size('m', named.arguments().size());
            named.arguments().forEach((name, a) -> {
                text('a', name);
                argument(a);
            });
        }
    }

    private void origin(Optional<Origin> origin) {
        if (origin.isPresent()) {
            size('k', origin.get().output());
            bytes(origin.get().key().hash());
        } else {
            complete = false;
        }
    }

    /** The key of an entry of a list. */
    public static ContentKey entry(Origin list, int index) {
        KeyBuilder builder = new KeyBuilder();
        builder.size('x', index);
        builder.origin(Optional.of(list));
        return builder.made();
    }

    private void constant(Object value) {
        if (value instanceof String text) {
            text('s', text);
        } else if (value instanceof Enum<?> constant) {
            text('e', constant.name());
        } else if (value instanceof Boolean flag) {
            size('b', flag ? 1 : 0);
        } else if (value instanceof Long || value instanceof Integer) {
            number('i', ((Number) value).longValue());
        } else if (value instanceof Number number) {
            number('d', Double.doubleToLongBits(number.doubleValue()));
        } else if (value instanceof List<?> list) {
            size('l', list.size());
            list.forEach(this::constant);
        } else if (value instanceof Map<?, ?> map) {
            size('m', map.size());
            map.forEach((name, entry) -> {
                text('a', String.valueOf(name));
                constant(entry);
            });
        } else if (value instanceof DefinedWorkflow body) {
            text('W', body.content());
        } else if (value instanceof Size size) {
            size('w', size.width());
            size('h', size.height());
        } else if (value instanceof Image image) {
            tensor('I', image.pixels());
        } else if (value instanceof Mask mask) {
            tensor('M', mask.values());
        } else if (value instanceof Latent latent) {
            size('L', latent.isEmpty() ? 1 : 0);
            tensor('L', latent.samples());
            latent.mask().ifPresent(m -> tensor('M', m.values()));
            latent.entries().ifPresent(this::constant);
        } else if (value instanceof HostTensor tensor) {
            tensor('T', tensor);
        } else {
            complete = false;
        }
    }

    private void text(char kind, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        size(kind, bytes.length);
        bytes(bytes);
    }

    private void number(char kind, long value) {
        room(1 + Long.BYTES).put((byte) kind).putLong(value);
    }

    /** A length, count or index, in as few bytes as it takes: seven bits in each, the lowest first, the last one below 128. */
    private void size(char kind, int value) {
        room(1 + 5).put((byte) kind);
        int rest = value;
        for (; rest >>> 7 != 0; rest >>>= 7) {
            parts.put((byte) (rest | 0x80));
        }
        parts.put((byte) rest);
    }

    private void bytes(byte[] bytes) {
        if (bytes.length > GATHERED) {
            flush();
            digest.update(bytes);
        } else {
            room(bytes.length).put(bytes);
        }
    }

    private ByteBuffer room(int bytes) {
        if (parts.remaining() < bytes) {
            flush();
        }
        return parts;
    }

    private void flush() {
        digest.update(parts.flip());
        parts.clear();
    }

    private ContentKey made() {
        flush();
        return new ContentKey(digest.digest());
    }

    private void tensor(char kind, HostTensor tensor) {
        int[] shape = tensor.shape();
        size(kind, shape.length);
        for (int side : shape) {
            size('n', side);
        }
        flush();
        ByteBuffer chunk = ByteBuffer.allocate(1 << 16);
        for (int i = 0; i < tensor.size(); i++) {
            if (!chunk.hasRemaining()) {
                digest.update(chunk.flip());
                chunk.clear();
            }
            if (tensor instanceof FloatTensor floats) {
                chunk.putFloat(floats.at(i));
            } else if (tensor instanceof IntTensor ints) {
                chunk.putInt(ints.at(i));
            }
        }
        digest.update(chunk.flip());
    }
}
