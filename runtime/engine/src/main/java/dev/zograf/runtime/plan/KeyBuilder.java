package dev.zograf.runtime.plan;

import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.IntTensor;
import dev.zograf.api.value.Latent;
import dev.zograf.api.value.Mask;
import dev.zograf.api.value.Size;
import dev.zograf.runtime.node.NodeSchema;
import dev.zograf.runtime.node.PortSchema;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/** Computes a {@link ContentKey}. Every part is preceded by its kind and length, so that no two inputs look the same. */
public final class KeyBuilder {

    private final MessageDigest digest;
    private final IntFunction<Optional<ContentKey>> upstream;
    private boolean complete = true;

    private KeyBuilder(IntFunction<Optional<ContentKey>> upstream) {
        this.upstream = upstream;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }

    /**
     * The key of a node's result.
     *
     * @param fingerprint what {@link dev.zograf.api.Node#fingerprint} said
     * @param upstream the keys of the nodes that arguments link to
     * @return empty if an upstream key is missing or a constant is an object whose content nobody knows
     */
    public static Optional<ContentKey> key(
            NodeSchema schema,
            String fingerprint,
            Map<String, Argument> arguments,
            IntFunction<Optional<ContentKey>> upstream) {
        KeyBuilder builder = new KeyBuilder(upstream);
        builder.text('t', schema.id());
        builder.number('v', schema.version());
        builder.text('f', fingerprint);
        for (PortSchema port : schema.inputs()) {
            Argument argument = arguments.get(port.name());
            if (argument != null) {
                builder.text('p', port.name());
                if (port.list() && !(argument instanceof Argument.Several)) {
                    argument = new Argument.Several(List.of(argument));
                }
                builder.argument(argument);
            } else if (port.initial().isPresent()) {
                builder.text('p', port.name());
                builder.constant(port.initial().get());
            }
        }
        return builder.complete ? Optional.of(new ContentKey(builder.digest.digest())) : Optional.empty();
    }

    /** Whether the content of a value goes into keys. */
    public static boolean hashable(Object value) {
        KeyBuilder builder = new KeyBuilder(i -> Optional.empty());
        builder.constant(value);
        return builder.complete;
    }

    private void argument(Argument argument) {
        if (argument instanceof Argument.Constant constant) {
            constant(constant.value());
        } else if (argument instanceof Argument.Link link) {
            Optional<ContentKey> key = upstream.apply(link.node());
            if (key.isPresent()) {
                number('k', link.output());
                digest.update(key.get().hash());
            } else {
                complete = false;
            }
        } else {
            List<Argument> several = ((Argument.Several) argument).arguments();
            number('l', several.size());
            several.forEach(this::argument);
        }
    }

    private void constant(Object value) {
        if (value instanceof String text) {
            text('s', text);
        } else if (value instanceof Enum<?> constant) {
            text('e', constant.name());
        } else if (value instanceof Boolean flag) {
            number('b', flag ? 1 : 0);
        } else if (value instanceof Long || value instanceof Integer) {
            number('i', ((Number) value).longValue());
        } else if (value instanceof Number number) {
            number('d', Double.doubleToLongBits(number.doubleValue()));
        } else if (value instanceof List<?> list) {
            number('l', list.size());
            list.forEach(this::constant);
        } else if (value instanceof Size size) {
            number('w', size.width());
            number('h', size.height());
        } else if (value instanceof Image image) {
            tensor('I', image.pixels());
        } else if (value instanceof Mask mask) {
            tensor('M', mask.values());
        } else if (value instanceof Latent latent) {
            number('L', latent.isEmpty() ? 1 : 0);
            tensor('L', latent.samples());
            latent.mask().ifPresent(m -> tensor('M', m.values()));
        } else if (value instanceof HostTensor tensor) {
            tensor('T', tensor);
        } else {
            complete = false;
        }
    }

    private void text(char kind, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        number(kind, bytes.length);
        digest.update(bytes);
    }

    private void number(char kind, long value) {
        digest.update((byte) kind);
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, value));
    }

    private void tensor(char kind, HostTensor tensor) {
        int[] shape = tensor.shape();
        number(kind, shape.length);
        for (int side : shape) {
            number('n', side);
        }
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
