package dev.zograf.runtime.ort;

import dev.zograf.runtime.network.CudaProbe;
import java.util.Iterator;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the libraries of CUDA on the class path. */
final class CudaProbes {

    private static final Logger LOG = LoggerFactory.getLogger(CudaProbes.class);

    private CudaProbes() {}

    /** The first, if there is one; loads nothing native. */
    static Optional<CudaProbe> find() {
        Iterator<CudaProbe> found = ServiceLoader.load(CudaProbe.class, CudaProbes.class.getClassLoader())
                .iterator();
        try {
            return found.hasNext() ? Optional.of(found.next()) : Optional.empty();
        } catch (ServiceConfigurationError | LinkageError e) {
            LOG.warn("The libraries of CUDA on the class path cannot be used: {}", e.toString());
            return Optional.empty();
        }
    }
}
