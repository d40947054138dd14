package dev.zograf.runtime.cuda;

import dev.zograf.runtime.binding.SessionBinding;
import dev.zograf.runtime.network.BoundSession;
import dev.zograf.runtime.network.NativeSession;
import dev.zograf.runtime.network.SessionBinder;
import java.util.Optional;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.Loader;

/** Binds sessions to the memory of CUDA devices. */
public final class CudaBinder implements SessionBinder {

    @Override
    public Optional<String> obstacle(long api) {
        try {
            SessionBinding.probe(api);
            Loader.load(cudart.class);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (LinkageError e) {
            return Optional.of("a library of zograf-cuda cannot be loaded (" + e + ")");
        }
    }

    @Override
    public BoundSession bind(NativeSession session) {
        return new SessionBinding(session, new CudaMemory(session.device().index()));
    }
}
