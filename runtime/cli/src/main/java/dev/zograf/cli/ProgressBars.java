package dev.zograf.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar for each node that reports steps, redrawn in place. */
final class ProgressBars implements Progress {

    private static final int UPDATE_MILLIS = 100;

    private final Map<String, ProgressBar> bars = new LinkedHashMap<>();

    @Override
    public synchronized void step(String node, int step, int total) {
        if (total > 1) {
            bars.computeIfAbsent(node, name -> bar(name, total)).stepTo(step);
        }
    }

    private static ProgressBar bar(String name, int total) {
        return new ProgressBarBuilder()
                .setTaskName(name)
                .setInitialMax(total)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(UPDATE_MILLIS)
                .continuousUpdate()
                .build();
    }

    @Override
    public synchronized void finished(String node) {
        ProgressBar bar = bars.remove(node);
        if (bar != null) {
            bar.close();
        }
    }

    @Override
    public synchronized void close() {
        bars.values().forEach(ProgressBar::close);
        bars.clear();
    }
}
