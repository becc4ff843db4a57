package dev.sluice.adapter.quarkus;

import dev.sluice.control.HistoryRecorder;
import dev.sluice.control.PoolManager;
import dev.sluice.time.ThreadTimer;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Records the history of the pools while the application runs, if {@code sluice.history.enabled} is set. */
@Singleton
public class RecordedHistory {

    private static final Logger LOG = Logger.getLogger(RecordedHistory.class);

    private final PoolManager manager;
    private final boolean enabled;
    private volatile @Nullable HistoryRecorder recorder;

    RecordedHistory(PoolManager manager, SluiceConfig config) {
        this.manager = manager;
        this.enabled = config.history().enabled();
    }

    void begin() {
        if (enabled) {
            recorder = new HistoryRecorder(
                    manager, new ThreadTimer("sluice-history", e -> LOG.warnf("a sample of the pools failed: %s", e)));
        }
    }

    void end() {
        HistoryRecorder present = recorder;
        if (present != null) {
            present.close();
        }
    }
}
