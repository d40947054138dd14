package dev.zograf.runtime.onednn;

import dev.zograf.api.model.Precision;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bytedeco.dnnl.matmul;

/** What the processor multiplies quickly: read from the name of the kernel that the library would take. */
final class Instructions {

    private static final Pattern BFLOAT16 = Pattern.compile(".*(bf16|fp16|amx|avx10|vnni_2|acl|sve).*");
    private static final Pattern INT8 = Pattern.compile(".*(vnni|amx|avx10|acl|sve).*");
    private static final long SIDE = 64;

    private Instructions() {}

    static Optional<String> obstacle(Precision precision) {
        boolean whole = precision == Precision.INT8;
        Optional<String> kernel = kernel(whole ? Kind.S8 : Kind.BF16);
        if (kernel.isPresent()
                && (whole ? INT8 : BFLOAT16).matcher(kernel.get()).matches()) {
            return whole ? obstacle(Precision.BFLOAT16) : Optional.empty();
        }
        return Optional.of("this processor has no instructions for " + precision
                + kernel.map(name -> " (the kernel would be " + name + ")").orElse(""));
    }

    /** Empty if the library has none at all: of bfloat16 for processors without AVX-512. */
    private static Optional<String> kernel(Kind kind) {
        long[] square = {SIDE, SIDE};
        long[] rows = {SIDE, 1};
        try (matmul.primitive_desc desc = new matmul.primitive_desc(
                OneDnn.engine(),
                OneDnn.desc(square, kind, rows),
                OneDnn.any(square, kind),
                OneDnn.desc(square, Kind.F32, rows))) {
            return Optional.of(desc.impl_info_str().getString());
        } catch (RuntimeException e) { // what the library throws arrives as nothing more exact
            return Optional.empty();
        }
    }
}
