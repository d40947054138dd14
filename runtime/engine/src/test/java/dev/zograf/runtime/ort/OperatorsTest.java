package dev.zograf.runtime.ort;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.api.Cancellation;
import dev.zograf.api.model.Precision;
import dev.zograf.api.value.FloatTensor;
import dev.zograf.api.value.HostTensor;
import dev.zograf.api.value.IntTensor;
import dev.zograf.runtime.network.Device;
import dev.zograf.runtime.network.EngineNetworks;
import dev.zograf.runtime.network.NetworkOptions;
import dev.zograf.runtime.network.Optimization;
import dev.zograf.tensor.DType;
import dev.zograf.tensor.Interpreter;
import dev.zograf.tensor.NetworkDefinition;
import dev.zograf.tensor.Nn;
import dev.zograf.tensor.Op;
import dev.zograf.tensor.Tensor;
import dev.zograf.tensor.TensorGraph;
import dev.zograf.tensor.Weights;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each operator computed by the engine and by the {@link Interpreter}, on random shapes. Other backends use the cases, too. */
class OperatorsTest {

    private static final int ROUNDS = 4;
    private static final EngineNetworks ENGINE =
            OrtBackend.networks(new NetworkOptions(Device.CPU, 1, Optimization.AUTO, Precision.AUTO, 1 << 30));

    /** Builds one network with its weights and inputs. */
    interface Case {
        Tensor build(Trial trial);
    }

    /** A network under test. */
    static class Trial {
        final Random random;
        final TensorGraph graph;
        final MemoryWeights source = new MemoryWeights();
        final Weights weights = Weights.of(source);
        final Map<String, HostTensor> inputs = new LinkedHashMap<>();

        Trial(long seed, TensorGraph graph) {
            this.random = new Random(seed);
            this.graph = graph;
        }

        int size(int from, int to) {
            return from + random.nextInt(to - from + 1);
        }

        /** An input whose sizes are symbols where the name is not empty. */
        Tensor input(String name, String[] symbols, int... sizes) {
            Object[] dims = new Object[sizes.length];
            float[] numbers = new float[product(sizes)];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = (float) random.nextGaussian();
            }
            for (int i = 0; i < sizes.length; i++) {
                dims[i] = symbols[i].isEmpty() ? (Object) sizes[i] : symbols[i];
            }
            inputs.put(name, FloatTensor.of(numbers, sizes));
            return graph.input(name, DType.F32, dims);
        }

        Tensor ids(String name, int below, String[] symbols, int... sizes) {
            int[] numbers = random.ints(product(sizes), 0, below).toArray();
            inputs.put(name, IntTensor.of(numbers, sizes));
            return graph.input(name, DType.I32, (Object[]) symbols);
        }

        Tensor picture(int channels) {
            return input(
                    "x", new String[] {"batch", "", "height", "width"}, size(1, 3), channels, size(3, 9), size(3, 9));
        }

        Tensor tokens(int width) {
            return input("x", new String[] {"batch", "tokens", ""}, size(1, 3), size(1, 9), width);
        }

        Weights weight(String name, long... shape) {
            source.random(random, name, shape);
            return weights;
        }

        static int product(int... sizes) {
            int out = 1;
            for (int size : sizes) {
                out *= size;
            }
            return out;
        }
    }

    static final Map<Op, List<Case>> CASES = new EnumMap<>(Op.class);

    private static void cases(Op op, Case... cases) {
        CASES.computeIfAbsent(op, o -> new ArrayList<>()).addAll(List.of(cases));
    }

    private static void unary(Op op, UnaryOperator<Tensor> f) {
        cases(op, t -> f.apply(t.picture(3)), t -> f.apply(t.tokens(5)));
    }

    static {
        cases(Op.INPUT, t -> t.picture(2));
        cases(Op.WEIGHT, t -> {
            t.picture(1);
            return t.graph.weight(t.weight("w", 2, 3), "w");
        });
        cases(
                Op.CONSTANT,
                t -> t.tokens(2)
                        .times(t.graph.constant(new float[] {1, -2, 3, 4}, 2, 1, 1, 2))
                        .plus(0.25));
        cases(
                Op.ADD,
                t -> t.picture(3).plus(t.graph.weight(t.weight("w", 3, 1, 1), "w")),
                t -> t.picture(3)
                        .plus(t.input(
                                "y",
                                new String[] {"batch", "", "", ""},
                                t.inputs.get("x").shape()[0],
                                3,
                                1,
                                1)));
        cases(Op.SUBTRACT, t -> t.tokens(4).minus(t.graph.weight(t.weight("w", 4), "w")));
        cases(Op.MULTIPLY, t -> {
            Tensor x = t.tokens(4);
            return x.times(x).times(-1.5);
        });
        cases(Op.DIVIDE, t -> {
            Tensor x = t.tokens(4);
            return x.over(x.times(x).plus(0.5));
        });
        unary(Op.EXP, Tensor::exp);
        unary(Op.SQRT, x -> x.times(x).plus(0.01).sqrt());
        unary(Op.SIN, x -> x.times(3).sin());
        unary(Op.COS, x -> x.times(3).cos());
        unary(Op.TANH, x -> x.times(3).tanh());
        unary(Op.SIGMOID, x -> x.times(4).sigmoid());
        unary(Op.RELU, Tensor::relu);
        unary(Op.SILU, x -> x.times(4).silu());
        unary(Op.GELU, x -> x.times(2).gelu());
        unary(Op.GELU_TANH, x -> x.times(2).geluTanh());
        unary(Op.QUICK_GELU, x -> x.times(4).quickGelu());
        unary(Op.LEAKY_RELU, x -> x.leakyRelu(0.2));
        unary(Op.CLAMP, x -> x.clamp(-0.5, 1.25));
        unary(Op.SOFTMAX, x -> x.times(5).softmax());
        unary(Op.MAX, x -> x.max());
        cases(
                Op.PRELU,
                t -> Nn.prelu(t.picture(3), t.weight("weight", 3)),
                t -> Nn.prelu(t.picture(3), t.weight("weight", 1)));
        cases(
                Op.MATMUL,
                t -> {
                    Tensor x = t.tokens(6);
                    return x.matmul(x.permute(0, 2, 1));
                },
                t -> {
                    Tensor x = t.picture(2);
                    return x.permute(0, 1, 3, 2).matmul(x);
                },
                t -> t.tokens(6).matmul(t.graph.weight(t.weight("w", 6, 4), "w")));
        cases(
                Op.LINEAR,
                t -> {
                    t.weight("bias", 4);
                    return Nn.linear(t.tokens(6), t.weight("weight", 4, 6));
                },
                t -> Nn.projection(t.tokens(6), t.weight("weight", 4, 6)),
                t -> {
                    t.weight("bias", 3);
                    return Nn.linear(
                            t.input("x", new String[] {"batch", ""}, t.size(1, 5), 7), t.weight("weight", 3, 7));
                },
                t -> {
                    t.weight("bias", 3);
                    Tensor x =
                            t.input("x", new String[] {"a", "b", "c", ""}, t.size(1, 3), t.size(1, 3), t.size(1, 3), 5);
                    return Nn.linear(x, t.weight("weight", 3, 5));
                });
        cases(
                Op.CONV,
                t -> {
                    t.weight("bias", 5);
                    return Nn.conv(t.picture(3), t.weight("weight", 5, 3, 3, 3));
                },
                t -> {
                    t.weight("bias", 5);
                    return Nn.conv(t.picture(3), t.weight("weight", 5, 3, 1, 1));
                },
                t -> {
                    t.weight("bias", 5);
                    return Nn.conv(t.picture(3), t.weight("weight", 5, 3, 3, 3), 5, 3, 2, new int[] {1, 1, 1, 1});
                },
                t -> {
                    Tensor w = t.graph.weight(t.weight("w", 4, 2, 3, 3), "w");
                    return Nn.conv(t.picture(4), w, Optional.empty(), 2, new int[] {0, 0, 1, 1}, 1, 2);
                },
                t -> {
                    Tensor w = t.graph.weight(t.weight("w", 6, 1, 2, 3), "w");
                    return Nn.conv(t.picture(6), w, Optional.empty(), 1, new int[] {1, 0, 2, 3}, 1, 6);
                },
                t -> {
                    Tensor w = t.graph.weight(t.weight("w", 2, 3, 3, 3), "w");
                    return Nn.conv(t.picture(3), w, Optional.empty(), 1, new int[] {2, 2, 2, 2}, 2, 1);
                });
        cases(
                Op.GROUP_NORM,
                t -> {
                    t.weight("bias", 6);
                    return Nn.groupNorm(t.picture(6).times(3).plus(1), t.weight("weight", 6), 3, 1e-5);
                },
                t -> {
                    t.weight("bias", 4);
                    return Nn.groupNorm(t.tokens(5).permute(0, 2, 1).slice(1, 0, 4), t.weight("weight", 4), 2, 1e-6);
                });
        cases(Op.LAYER_NORM, t -> {
            t.weight("bias", 8);
            return Nn.layerNorm(t.tokens(8).times(2).plus(3), t.weight("weight", 8), 1e-5);
        });
        cases(Op.LAYER_NORM, t -> Nn.layerNorm(t.tokens(6).times(2).plus(3), 1e-5));
        cases(Op.RMS_NORM, t -> Nn.rmsNorm(t.tokens(8).times(2).plus(3), t.weight("weight", 8), 1e-6), t -> {
            Tensor x = t.tokens(12);
            return Nn.rmsNorm(x.reshape(x.dim(0), x.dim(1), 3, 4), t.weight("weight", 4), 1e-6);
        });
        cases(
                Op.ATTENTION,
                t -> {
                    Tensor q = t.tokens(12);
                    Tensor k = t.input(
                            "k",
                            new String[] {"batch", "keys", ""},
                            t.inputs.get("x").shape()[0],
                            t.size(1, 9),
                            12);
                    return Nn.attention(q, k, k.times(0.5), 3, false);
                },
                t -> {
                    Tensor q = t.tokens(8);
                    return Nn.attention(q, q.times(2), q.plus(1), 2, true);
                },
                t -> {
                    Tensor q = t.tokens(16);
                    return Nn.attention(q, q.times(2), q.plus(1), 1, true);
                },
                t -> {
                    Tensor x = t.picture(6);
                    Tensor q = x.reshape(x.dim(0), 6, x.dim(2).times(x.dim(3))).permute(0, 2, 1);
                    return Nn.attention(q, q, q, 1, false);
                });
        cases(
                Op.RESHAPE,
                t -> {
                    Tensor x = t.picture(6);
                    return x.reshape(x.dim(0), 6, x.dim(2).times(x.dim(3)));
                },
                t -> {
                    Tensor x = t.picture(6);
                    Tensor flat =
                            x.reshape(x.dim(0), 6, x.dim(2).times(x.dim(3))).permute(0, 2, 1);
                    return flat.times(2).permute(0, 2, 1).reshape(x.dim(0), 2, 3, x.dim(2), x.dim(3));
                },
                t -> {
                    Tensor x = t.picture(6);
                    return x.reshape(x.dim(0).times(2), 3, x.dim(2).times(x.dim(3)));
                },
                t -> {
                    Tensor x = t.tokens(6);
                    return x.reshape(x.dim(0), x.dim(1), 2, 3)
                            .permute(0, 2, 1, 3)
                            .reshape(x.dim(0).times(2), x.dim(1), 3);
                },
                t -> {
                    Tensor x = t.picture(4).upsample(2);
                    Tensor y = x.reshape(x.dim(0).times(x.dim(2)), 4, x.dim(3));
                    return y.reshape(x.dim(0), x.dim(2), 4, x.dim(3));
                });
        cases(Op.PERMUTE, t -> t.picture(3).permute(2, 0, 3, 1));
        cases(
                Op.CONCAT,
                t -> Tensor.concat(
                        1, List.of(t.picture(3), t.graph.inputs().get("x").slice(1, 1, 3))),
                t -> {
                    Tensor x = t.tokens(3);
                    return Tensor.concat(2, List.of(x, x.times(2), x));
                },
                t -> {
                    Tensor x = t.tokens(3);
                    return Tensor.concat(1, List.of(x, x.sin()));
                });
        cases(
                Op.SLICE,
                t -> t.tokens(6).slice(2, 1, 5),
                t -> t.tokens(6).chunk(2, 3).get(1));
        cases(Op.UPSAMPLE, t -> t.picture(3).upsample(2), t -> t.picture(2).upsample(3));
        cases(
                Op.MAX_POOL,
                t -> Nn.maxPool(t.picture(3).upsample(2), 2),
                t -> Nn.maxPool(t.picture(2).upsample(3), 2),
                t -> Nn.maxPool(t.picture(1).upsample(3), 3));
        cases(Op.RESIZE_LIKE, t -> {
            Tensor small = t.picture(3);
            int h = t.inputs.get("x").shape()[2];
            int w = t.inputs.get("x").shape()[3];
            Tensor large = t.input(
                    "y",
                    new String[] {"batch", "", "tall", "wide"},
                    t.inputs.get("x").shape()[0],
                    2,
                    2 * h - t.size(0, 1),
                    2 * w - t.size(0, 1));
            return small.resizeLike(large);
        });
        cases(
                Op.PIXEL_SHUFFLE,
                t -> t.picture(12).pixelShuffle(2),
                t -> t.picture(9).pixelShuffle(3));
        cases(Op.EMBEDDING, t -> {
            Tensor ids = t.ids("ids", 11, new String[] {"batch", "tokens"}, t.size(1, 3), t.size(1, 7));
            return Nn.embedding(ids, t.weight("weight", 11, 4));
        });
        cases(Op.TAKE_TOKEN, t -> {
            Tensor x = t.tokens(4);
            int[] shape = t.inputs.get("x").shape();
            return x.takeToken(t.ids("at", shape[1], new String[] {"batch"}, shape[0]));
        });
        SpatialCases.forEach(OperatorsTest::cases);
        TokenCases.forEach(OperatorsTest::cases);
    }

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    @Test
    void coverEveryOperator() {
        assertThat(CASES.keySet()).isEqualTo(EnumSet.allOf(Op.class));
    }

    @TestFactory
    List<DynamicTest> agreeWithTheInterpreter() {
        List<DynamicTest> tests = new ArrayList<>();
        CASES.forEach((op, cases) -> {
            for (int c = 0; c < cases.size(); c++) {
                Case each = cases.get(c);
                int number = c;
                tests.add(DynamicTest.dynamicTest(op + " " + c, () -> {
                    for (int round = 0; round < ROUNDS; round++) {
                        compare(op, each, 100L * number + round);
                    }
                }));
            }
        });
        return tests;
    }

    private static void compare(Op op, Case each, long seed) {
        Trial trial = new Trial(seed, new TensorGraph());
        Tensor result = each.build(trial);
        trial.graph.output("out", result);
        assertThat(trial.graph.problems()).isEmpty();
        assertThat(trial.graph.nodes()).anyMatch(node -> node.op() == op);
        FloatTensor wanted = Interpreter.run(trial.graph, trial.inputs).get("out");
        FloatTensor got = ENGINE.compile(new Rebuilt(op, each, seed), trial.weights)
                .run(trial.inputs, "out", Cancellation.never());
        assertThat(got.shape()).isEqualTo(wanted.shape());
        for (int i = 0; i < got.size(); i++) {
            double tolerance = 2e-6 + 4e-6 * Math.abs(wanted.at(i));
            assertThat((double) got.at(i))
                    .as("%s, seed %d, entry %d of %s", op, seed, i, wanted)
                    .isCloseTo(wanted.at(i), org.assertj.core.data.Offset.offset(tolerance));
        }
    }

    private record Rebuilt(Op op, Case each, long seed) implements NetworkDefinition {
        @Override
        public String name() {
            return op.name();
        }

        @Override
        public void build(TensorGraph graph, Weights weights) {
            Trial trial = new Trial(seed, graph);
            graph.output("out", each.build(trial));
        }
    }
}
