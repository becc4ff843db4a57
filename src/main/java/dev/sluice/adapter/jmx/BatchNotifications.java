package dev.sluice.adapter.jmx;

import dev.sluice.batch.control.BatchView;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.MBeanNotificationInfo;
import javax.management.Notification;
import javax.management.NotificationBroadcasterSupport;

/**
 * Notifies JMX clients of the end of a batch, with its numbers as composite data. Sent on the thread that ran the
 * batch, so a listener in this JVM must not block. Connectors serve remote listeners on their own threads.
 */
final class BatchNotifications {

    private static final String ENDED = "sluice.batch.ended";

    private final NotificationBroadcasterSupport bean;
    private final AtomicLong sequence = new AtomicLong();
    private volatile boolean ended;

    /** Creates notifications in the name of the bean. */
    BatchNotifications(NotificationBroadcasterSupport bean) {
        this.bean = bean;
    }

    /** Returns the description of the notifications, for the description of the MBean. */
    static MBeanNotificationInfo described() {
        return new MBeanNotificationInfo(new String[] {ENDED}, Notification.class.getName(), "A batch has ended.");
    }

    /** Stops sending notifications. */
    void end() {
        ended = true;
    }

    void ended(BatchView view) {
        if (ended) {
            return;
        }
        Notification notification = new Notification(ENDED, bean, sequence.incrementAndGet(), words(view));
        notification.setUserData(BatchOperations.VIEW.translate(view));
        bean.sendNotification(notification);
    }

    private static String words(BatchView view) {
        String numbers = "%s: %s, %d of %d done, %d failed"
                .formatted(view.id(), view.status(), view.succeeded(), view.total(), view.failed());
        return view.problem() == null ? numbers : numbers + ": " + view.problem();
    }
}
