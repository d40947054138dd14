package dev.zograf.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MachineReportTest {

    @Test
    void readsTheInstructionsOfX86AndArm() {
        assertThat(MachineReport.instructions("""
                processor\t: 0
                model name\t: A Processor @ 2.0GHz: fast
                flags\t\t: fpu sse2 avx2 avx512f avx512_vnni avx512_bf16 amx_tile
                """))
                .containsExactly("amx_tile", "avx2", "avx512_bf16", "avx512_vnni", "avx512f");
        assertThat(MachineReport.instructions("Features\t: fp asimd asimddp i8mm bf16 sve\n"))
                .containsExactly("asimddp", "bf16", "i8mm", "sve");
        assertThat(MachineReport.instructions("")).isEmpty();
    }
}
