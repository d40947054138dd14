package dev.zograf.testkit;

import dev.zograf.api.Subworkflow;
import dev.zograf.api.model.Denoiser;
import dev.zograf.api.model.DualEncoder;
import dev.zograf.api.model.Guider;
import dev.zograf.api.model.ImageEncoder;
import dev.zograf.api.model.Models;
import dev.zograf.api.model.NoiseSource;
import dev.zograf.api.model.Sampler;
import dev.zograf.api.model.Schedule;
import dev.zograf.api.model.TextEncoder;
import dev.zograf.api.model.Upscaler;
import dev.zograf.api.model.Vae;
import dev.zograf.api.value.Conditioning;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.Image;
import dev.zograf.api.value.ImageFeatures;
import dev.zograf.api.value.Latent;
import dev.zograf.api.value.Mask;
import dev.zograf.api.value.Size;
import dev.zograf.runtime.node.NodeSchema;
import dev.zograf.runtime.node.PortSchema;
import dev.zograf.runtime.node.PortTypes;
import dev.zograf.runtime.node.Wrapper;
import dev.zograf.testkit.fake.FakeBody;
import dev.zograf.testkit.fake.FakeDenoiser;
import dev.zograf.testkit.fake.FakeDualEncoder;
import dev.zograf.testkit.fake.FakeGuider;
import dev.zograf.testkit.fake.FakeImageEncoder;
import dev.zograf.testkit.fake.FakeNoise;
import dev.zograf.testkit.fake.FakeSampler;
import dev.zograf.testkit.fake.FakeSchedule;
import dev.zograf.testkit.fake.FakeTextEncoder;
import dev.zograf.testkit.fake.FakeUpscaler;
import dev.zograf.testkit.fake.FakeVae;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;

/** Makes values for the inputs of a node up, from the types, ranges and choices that its records declare. */
final class SampleInputs {

    /** Inputs to try. */
    record Case(String name, Map<String, Object> in) {}

    private static final int SIDE = 16;
    private static final int LARGEST = 256;
    private static final int MOST_CHOICES = 64;

    private static final Map<Class<?>, LongFunction<Object>> VALUES = Map.ofEntries(
            Map.entry(Image.class, seed -> Samples.noise(1, SIDE, SIDE, seed)),
            Map.entry(Mask.class, seed -> Samples.rightHalf(SIDE, SIDE)),
            Map.entry(Latent.class, seed -> Samples.latent(1, 4, SIDE / 8, SIDE / 8, seed)),
            Map.entry(Conditioning.class, seed -> Samples.conditioning(1, 8, 16, seed)),
            Map.entry(FloatTensor.class, seed -> Samples.normal(seed, 2, 3)),
            Map.entry(Size.class, seed -> Size.of(SIDE, SIDE)),
            Map.entry(Denoiser.class, seed -> new FakeDenoiser()),
            Map.entry(TextEncoder.class, seed -> new FakeTextEncoder()),
            Map.entry(Vae.class, seed -> new FakeVae()),
            Map.entry(ImageEncoder.class, seed -> new FakeImageEncoder()),
            Map.entry(DualEncoder.class, seed -> new FakeDualEncoder()),
            Map.entry(
                    ImageFeatures.class,
                    seed -> ImageFeatures.of(
                            Samples.normal(seed, 2, 5, 4),
                            Samples.normal(seed, 2, 4),
                            Optional.of(Samples.normal(seed, 2, 3)))),
            Map.entry(Upscaler.class, seed -> new FakeUpscaler(2)),
            Map.entry(NoiseSource.class, seed -> new FakeNoise(seed)),
            Map.entry(Sampler.class, seed -> new FakeSampler()),
            Map.entry(Schedule.class, seed -> new FakeSchedule()),
            Map.entry(Guider.class, seed -> new FakeGuider(Samples.conditioning(1, 8, 16, seed))));

    private final NodeSchema schema;
    private final Map<String, Object> given;
    private final TestServices services;
    private boolean everything;

    SampleInputs(NodeSchema schema, Map<String, Object> given, TestServices services) {
        this.schema = schema;
        this.given = given;
        this.services = services;
    }

    /** What must be given since it cannot be made up: a complaint for each required input. */
    List<String> missing() {
        List<String> missing = new ArrayList<>();
        for (PortSchema port : schema.inputs()) {
            if (port.required()
                    && !given.containsKey(port.name())
                    && one(port, 0).isEmpty()) {
                missing.add("no value of type " + port.typeName() + " can be made up for its input " + port.name()
                        + "; give one: with(\"" + port.name() + "\", …)");
            }
        }
        return missing;
    }

    /** Whether the value of an input is fresh in each case. */
    boolean isMadeUp(String input) {
        return !given.containsKey(input);
    }

    /** Takes the inputs that may be left out as well from now on; for nodes that need one or another of them. */
    void takeEverything() {
        everything = true;
    }

    /** The plain case: what must be there, and what was given. Fresh values each time. */
    Case base() {
        return everything ? all() : needed();
    }

    private Case needed() {
        Map<String, Object> in = new LinkedHashMap<>();
        for (PortSchema port : schema.inputs()) {
            if (port.required() && !given.containsKey(port.name())) {
                several(port).ifPresent(value -> in.put(port.name(), value));
            }
        }
        in.putAll(given);
        return new Case("the inputs that must be there", in);
    }

    private Case all() {
        Map<String, Object> in = needed().in();
        for (PortSchema port : schema.inputs()) {
            if (!in.containsKey(port.name()) && port.initial().isEmpty()) {
                several(port).ifPresent(value -> in.put(port.name(), value));
            }
        }
        return new Case("all inputs", in);
    }

    /** Further cases: everything at once, then each input at the ends of its range and at each of its choices. */
    List<Case> others() {
        List<Case> cases = new ArrayList<>();
        Case base = base();
        if (all().in().size() > base.in().size()) {
            cases.add(all());
        }
        for (PortSchema port : schema.inputs()) {
            if (!given.containsKey(port.name())
                    && !port.list()
                    && !port.wrappers().contains(Wrapper.NAMED)) {
                for (Object value : ends(port)) {
                    Map<String, Object> in = new LinkedHashMap<>(base.in());
                    in.put(port.name(), value);
                    cases.add(new Case(port.name() + " = " + value, in));
                }
            }
        }
        return cases;
    }

    /** The values at the borders; sizes that would take long or fill the memory are left out. */
    private static List<Object> ends(PortSchema port) {
        Class<?> type = PortTypes.raw(port.type());
        List<Object> values = new ArrayList<>();
        if (PortTypes.isNumber(type)) {
            for (double end : new double[] {port.min(), port.max()}) {
                if (Math.abs(end) <= LARGEST) {
                    values.add(PortTypes.isInteger(type) ? (Object) whole(port, (long) end) : (Object) end);
                }
            }
        } else if (type == Boolean.class) {
            values.add(true);
            values.add(false);
        } else {
            port.choices().stream().limit(MOST_CHOICES).forEach(values::add);
        }
        return values;
    }

    private Optional<Object> several(PortSchema port) {
        if (port.wrappers().contains(Wrapper.NAMED)) {
            return one(port, 0)
                    .map(value -> Map.of("a", value, "b", one(port, 1).orElse(value)));
        }
        return one(port, 0)
                .map(value -> port.list() ? List.of(value, one(port, 1).orElse(value)) : value);
    }

    /** A value; those of a list differ by their index. */
    private Optional<Object> one(PortSchema port, int index) {
        Class<?> type = PortTypes.raw(port.type());
        if (type == String.class || type.isEnum()) {
            return text(port, index);
        }
        if (PortTypes.isInteger(type)) {
            return Optional.of(whole(port, 1 + index));
        }
        if (PortTypes.isNumber(type)) {
            return Optional.of(Math.min(Math.max(0.5, port.min()), port.max()));
        }
        if (type == Boolean.class) {
            return Optional.of(true);
        }
        if (type == Number.class) {
            return Optional.of(1.5 + index);
        }
        if (type == Subworkflow.class) {
            return port.body().map(rule -> FakeBody.echo(rule.sets(), rule.needs()));
        }
        LongFunction<Object> known = type == Object.class ? VALUES.get(Image.class) : VALUES.get(type);
        return Optional.ofNullable(known).map(make -> make.apply(port.name().hashCode() + index));
    }

    private Optional<Object> text(PortSchema port, int index) {
        if (!port.choices().isEmpty()) {
            return Optional.of(port.choices().get(0));
        }
        if (port.choiceSource().isPresent()) {
            return services.construct(port.choiceSource().get()).choices().stream()
                    .findFirst()
                    .map(choice -> choice);
        }
        if (!port.models().isEmpty()) {
            return services.find(Models.class)
                    .flatMap(models -> models.names(port.models()).stream().findFirst());
        }
        return Optional.of(index == 0 ? "sample" : "sample " + index);
    }

    private static long whole(PortSchema port, long wish) {
        double value = Math.min(Math.max(wish, port.min()), port.max());
        long step = Math.max(1, port.multipleOf());
        long up = (long) Math.ceil(value / step) * step;
        return up <= port.max() ? up : up - step;
    }
}
