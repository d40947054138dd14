package dev.zograf.runtime.lock;

import dev.zograf.runtime.lock.LockFile.LockedFile;
import dev.zograf.runtime.lock.LockFile.LockedModel;
import dev.zograf.runtime.lock.LockFile.LockedPlugin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Says in words what of a locked workflow is not as it was. */
public final class LockComparison {

    private final List<String> differences = new ArrayList<>();

    private LockComparison() {}

    /** One sentence for each difference; none if everything is as it was. */
    public static List<String> differences(LockFile locked, LockFile now) {
        LockComparison comparison = new LockComparison();
        comparison.compare(locked, now);
        return List.copyOf(comparison.differences);
    }

    private void compare(LockFile locked, LockFile now) {
        if (!locked.zograf().equals(now.zograf())) {
            add("Zograf is " + now.zograf() + ", and the workflow was locked with " + locked.zograf() + ".");
        }
        if (!locked.workflow().equals(now.workflow())) {
            add("The workflow itself has changed.");
        }
        List<String> gone = new ArrayList<>(locked.nodes());
        gone.removeAll(now.nodes());
        List<String> fresh = new ArrayList<>(now.nodes());
        fresh.removeAll(locked.nodes());
        if (!gone.isEmpty() || !fresh.isEmpty()) {
            add("Its node types were " + locked.nodes() + " and are " + now.nodes() + ".");
        }
        plugins(locked.plugins(), now.plugins());
        models(locked.models(), now.models());
    }

    private void plugins(List<LockedPlugin> locked, List<LockedPlugin> now) {
        Map<String, LockedPlugin> there = new TreeMap<>();
        now.forEach(plugin -> there.put(plugin.id(), plugin));
        for (LockedPlugin was : locked) {
            LockedPlugin is = there.remove(was.id());
            if (is == null) {
                add("The plugin " + was.id() + " " + was.version() + " is not there or not used any more.");
            } else if (!is.version().equals(was.version())) {
                add("The plugin " + was.id() + " is " + is.version() + ", and was " + was.version() + ".");
            } else if (!is.jars().equals(was.jars())) {
                add("The plugin " + was.id() + " " + was.version() + " has other bytes: its jars were " + was.jars()
                        + " and are " + is.jars() + ".");
            }
        }
        there.keySet().forEach(id -> add("The plugin " + id + " is used, and was not."));
    }

    private void models(List<LockedModel> locked, List<LockedModel> now) {
        Map<String, LockedModel> there = new TreeMap<>();
        now.forEach(model -> there.put(title(model), model));
        for (LockedModel was : locked) {
            LockedModel is = there.remove(title(was));
            if (is == null) {
                add("The model " + title(was) + " is not opened any more.");
            } else {
                files(title(was), was.files(), is.files());
            }
        }
        there.keySet().forEach(title -> add("The model " + title + " is opened, and was not."));
    }

    private void files(String model, Map<String, LockedFile> locked, Map<String, LockedFile> now) {
        locked.forEach((name, was) -> {
            LockedFile is = now.get(name);
            if (is == null) {
                add("The model " + model + " lacks its file " + name + ".");
            } else if (!is.equals(was)) {
                add("The file " + name + " of the model " + model + " has other bytes: it had " + was.bytes()
                        + " with the SHA-256 " + was.sha256() + " and has " + is.bytes() + " with " + is.sha256()
                        + ".");
            }
        });
        now.keySet().stream()
                .filter(name -> !locked.containsKey(name))
                .forEach(name -> add("The model " + model + " has the file " + name + ", which it had not."));
    }

    private static String title(LockedModel model) {
        return model.kind() + "/" + model.name();
    }

    private void add(String difference) {
        differences.add(difference);
    }
}
