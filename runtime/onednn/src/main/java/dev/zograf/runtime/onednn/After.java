package dev.zograf.runtime.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;

/** What a primitive does to its numbers before it writes them. */
final class After {

    private final post_ops ops = new post_ops();
    private final Map<Integer, Value> operands = new LinkedHashMap<>();

    void activation(Activations.Activation each) {
        ops.append_eltwise(each.kind(), each.alpha(), each.beta());
    }

    /** @param value of as many axes as the primitive's result */
    void arithmetic(algorithm kind, Value value) {
        operands.put(DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE * (ops.len() + 1) | DNNL_ARG_SRC_1, value);
        ops.append_binary(kind, value.desc());
    }

    primitive_attr attributes() {
        primitive_attr attributes = new primitive_attr();
        attributes.set_post_ops(ops);
        return attributes;
    }

    Step.Call into(Step.Call call) {
        operands.forEach(call::with);
        return call;
    }
}
