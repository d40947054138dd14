package dev.zograf.runtime.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zograf.runtime.network.CudaProbe;
import dev.zograf.runtime.network.CudaReport;
import dev.zograf.runtime.network.TensorRtReport;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PresetsProbeTest {

    @Test
    void isFoundAsAService() {
        assertThat(ServiceLoader.load(CudaProbe.class)).singleElement().isInstanceOf(PresetsProbe.class);
    }

    /** Whatever this machine lacks is said, with the remedy, and nothing is thrown. */
    @Test
    void reportsWhateverThereIs() {
        PresetsProbe probe = new PresetsProbe();
        CudaReport report = probe.look();
        assertThat(probe.look()).isSameAs(report);
        if (report.obstacle().isPresent()) {
            assertThat(report.obstacle().get()).contains("; ").hasSizeGreaterThan(40);
            assertThat(report.devices()).isEmpty();
            assertThat(probe.freeBytes(0)).isEqualTo(-1);
        } else {
            assertThat(report.devices()).isNotEmpty();
        }
    }

    /** Without its libraries TensorRT is missing, with the remedy; with them it has a version. */
    @Test
    void reportsWhatThereIsOfTensorRt() {
        PresetsProbe probe = new PresetsProbe();
        TensorRtReport report = probe.tensorRt().orElseThrow();
        assertThat(probe.tensorRt()).containsSame(report);
        if (report.version() == 0) {
            assertThat(report.obstacle().orElseThrow())
                    .contains("cannot be loaded", "nvinfer", "; install TensorRT 10");
        } else {
            assertThat(report.versionText()).matches("\\d+\\.\\d+\\.\\d+");
        }
    }

    @Test
    @Tag("gpu")
    void describesTheDevices() {
        PresetsProbe probe = new PresetsProbe();
        CudaReport report = probe.look();
        assertThat(report.obstacle()).isEmpty();
        assertThat(report.runtimeVersion() / 1000).isEqualTo(CudaReport.CUDA_MAJOR);
        assertThat(report.devices()).isNotEmpty().allSatisfy(device -> {
            assertThat(device.name()).isNotBlank();
            assertThat(device.totalBytes()).isGreaterThan(1L << 30);
            assertThat(probe.freeBytes(device.index())).isBetween(1L, device.totalBytes());
        });
    }
}
