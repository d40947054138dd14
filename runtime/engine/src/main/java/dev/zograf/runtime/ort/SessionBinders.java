package dev.zograf.runtime.ort;

import dev.zograf.runtime.network.BoundSession;
import dev.zograf.runtime.network.NativeSession;
import dev.zograf.runtime.network.SessionBinder;
import java.util.Iterator;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds what binds sessions to memory of their devices, when a session on one is first made. */
final class SessionBinders {

    private static final Logger LOG = LoggerFactory.getLogger(SessionBinders.class);

    private @Nullable SessionBinder binder;
    private Optional<String> obstacle = Optional.empty();
    private boolean looked;

    SessionBinders() {}

    /** With a binder that is there. */
    SessionBinders(SessionBinder binder) {
        this.binder = binder;
        this.looked = true;
    }

    /** Why sessions cannot be bound, a phrase; empty if they can. */
    synchronized Optional<String> obstacle() {
        look();
        return obstacle;
    }

    /** The session bound, if that can be. */
    synchronized Optional<BoundSession> bind(SessionNetwork session) {
        look();
        if (binder == null) {
            return Optional.empty();
        }
        try {
            SessionNetwork.Habits habits = session.habits();
            return Optional.of(binder.bind(
                    new NativeSession(OrtHandles.api(), session.handle(), habits.device(), habits.captures())));
        } catch (ReflectiveOperationException e) {
            refuse(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private void look() {
        if (looked) {
            return;
        }
        looked = true;
        Iterator<SessionBinder> found = ServiceLoader.load(SessionBinder.class, SessionBinders.class.getClassLoader())
                .iterator();
        try {
            if (!found.hasNext()) {
                obstacle = Optional.of("zograf-cuda is not on the class path");
                LOG.debug("Inputs are copied to the card at each run: {}.", obstacle.get());
                return;
            }
            SessionBinder first = found.next();
            Optional<String> why = first.obstacle(OrtHandles.api());
            if (why.isPresent()) {
                refuse(why.get());
            } else {
                binder = first;
            }
        } catch (ServiceConfigurationError | LinkageError e) {
            refuse(e.toString());
        } catch (ReflectiveOperationException e) {
            refuse(String.valueOf(e.getMessage()));
        }
    }

    private void refuse(String why) {
        binder = null;
        obstacle = Optional.of(why);
        CudaChoice.say(
                "Inputs of networks are copied to the card at each run, also those that stay the same: " + why + ".");
    }
}
