package dev.sluice.adapter.jmx;

import dev.sluice.control.operation.OperationCatalogue;
import dev.sluice.pool.EventDetail;
import dev.sluice.pool.PoolEvent;
import dev.sluice.pool.PoolListener;
import dev.sluice.time.GrowingInterval;
import java.time.Duration;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.MBeanNotificationInfo;
import javax.management.Notification;
import javax.management.NotificationBroadcasterSupport;

/**
 * Notifies JMX clients of events for operators. Each notification carries the event as composite data. Sent on the
 * pool's own threads, so a listener in this JVM must not block. Connectors serve remote listeners on their own threads.
 */
final class PoolNotifications implements PoolListener {

    private static final String SATURATED = "sluice.pool.saturated";
    private static final String LEAK = "sluice.pool.leak";
    private static final String LEAK_ENDED = "sluice.pool.leak.ended";
    private static final String OPERATION = "sluice.pool.operation.";
    private static final String PAUSED = "sluice.pool.paused";
    private static final String DISABLED = "sluice.pool.disabled";
    private static final String ENABLED = "sluice.pool.enabled";
    private static final String MOVED = "sluice.pool.moved";
    private static final String RESUMED = "sluice.pool.resumed";
    private static final String CLOSED = "sluice.pool.closed";
    private static final String FAILED = "sluice.pool.failed";
    private static final String PASSWORD_REJECTED = "sluice.pool.password.rejected";
    private static final String SERVER_FULL = "sluice.pool.server.full";
    private static final String RECOVERED = "sluice.pool.recovered";
    private static final String POLICY = "sluice.pool.policy";
    private static final String FAULTS = "sluice.pool.fault.injection";

    /** Made for the first notification. */
    private static final class EventData {
        static final OpenMapping MAPPING = OpenMapping.of(PoolEvent.class);

        private EventData() {}
    }

    private final NotificationBroadcasterSupport bean;
    private final AtomicLong sequence = new AtomicLong();
    private volatile boolean ended;
    private final GrowingInterval saturation = new GrowingInterval();
    private final GrowingInterval failures = new GrowingInterval();

    /** Creates notifications in the name of the bean. */
    PoolNotifications(NotificationBroadcasterSupport bean) {
        this.bean = bean;
    }

    /** Returns the descriptions of the notifications, for the description of the MBean. */
    static MBeanNotificationInfo[] described() {
        return new MBeanNotificationInfo[] {
            info(
                    "A caller found the pool full and waits. At once, then after 1, 5, 15, 60 and each 300 seconds.",
                    SATURATED),
            info(
                    "A connection could not be created; at the same intervals. The server rejects the password. The"
                            + " server has no free connections. Connections can be created again.",
                    FAILED,
                    PASSWORD_REJECTED,
                    SERVER_FULL,
                    RECOVERED),
            info("A lease exceeds the leak threshold.", LEAK),
            info("A lease that was reported as a leak has ended: it was released, or broken.", LEAK_ENDED),
            info(
                    "An operation on the pool was completed.",
                    OperationCatalogue.names().stream().map(OPERATION::concat).toArray(String[]::new)),
            info("A policy has changed its state, or has affected callers; at growing intervals.", POLICY),
            info("Injected faults have begun, are in force, have had an effect, or have ended.", FAULTS),
            info("The pool was paused, or resumed.", PAUSED, RESUMED),
            info("The pool was disabled, or enabled.", DISABLED, ENABLED),
            info("New connections use another endpoint, or other credentials.", MOVED),
            info("The pool is closed. The last notification of a pool.", CLOSED)
        };
    }

    private static MBeanNotificationInfo info(String description, String... types) {
        return new MBeanNotificationInfo(types, Notification.class.getName(), description);
    }

    /** Stops sending notifications. */
    void end() {
        ended = true;
    }

    @Override
    public boolean wantsLeases() {
        return false;
    }

    @Override
    public void on(PoolEvent event) {
        switch (event.type()) {
            case SATURATED -> {
                if (saturation.pass(event.at()) != GrowingInterval.HELD_BACK) {
                    send(SATURATED, "full (%d/%d), callers wait".formatted(event.total(), event.max()), event);
                }
            }
            case CREATION_FAILED -> {
                if (failures.pass(event.at()) != GrowingInterval.HELD_BACK) {
                    send(FAILED, "cannot create a connection: " + event.words(), event);
                }
            }
            case PASSWORD_REJECTED ->
                send(
                        PASSWORD_REJECTED,
                        "the server has rejected %d attempts: %s".formatted(event.count(), event.words()),
                        event);
            case SERVER_FULL -> send(SERVER_FULL, String.valueOf(event.words()), event);
            case RECOVERED -> {
                failures.startAfresh();
                send(
                        RECOVERED,
                        "works again after %s, %d %s".formatted(event.words(), event.count(), attempts(event)),
                        event);
            }
            case POLICY -> send(POLICY, "policy " + event.words(), event);
            case FAULT_INJECTION -> send(FAULTS, "fault injection " + event.words(), event);
            case LEAK ->
                send(
                        LEAK,
                        "%s was not released for %d s: %s".formatted(event.connection(), seconds(event), about(event)),
                        event);
            case LEAK_ENDED ->
                send(
                        LEAK_ENDED,
                        "%s %s after %d s"
                                .formatted(
                                        event.connection(),
                                        event.detail() == null ? "was released" : "was broken",
                                        seconds(event)),
                        event);
            case OPERATION_COMPLETED, OPERATION_INCOMPLETE -> ended(event);
            case DISABLED -> send(DISABLED, "disabled" + (event.detail() == null ? "" : ", " + event.words()), event);
            case ENABLED -> send(ENABLED, "enabled", event);
            case MOVED -> send(MOVED, "now at " + event.words(), event);
            case PAUSED -> send(PAUSED, "paused, " + event.count() + " wait", event);
            case RESUMED -> send(RESUMED, "resumed, " + event.count() + " wait", event);
            case POOL_CLOSED -> send(CLOSED, "closed", event);
            default -> {}
        }
    }

    private void ended(PoolEvent event) {
        if (event.detail() instanceof EventDetail.OperationResult operation) {
            String name = operation.name().text();
            String outcome = operation.problem() == null ? " completed, created " : " not completed, created ";
            String problem = operation.problem() == null ? "" : ": " + operation.problem();
            send(OPERATION + name, name + outcome + event.count() + problem + orderOf(event), event);
        }
    }

    private static String about(PoolEvent event) {
        return event.words() + (event.tenant() == null ? "" : ", tenant " + event.tenant()) + ", tags "
                + new TreeMap<>(event.tags());
    }

    private static String attempts(PoolEvent event) {
        return event.count() == 1 ? "attempt" : "attempts";
    }

    private static String orderOf(PoolEvent event) {
        return event.order() == null ? "" : " [" + event.order() + "]";
    }

    private static long seconds(PoolEvent event) {
        return Duration.ofNanos(event.count()).toSeconds();
    }

    private void send(String type, String words, PoolEvent event) {
        if (ended) {
            return;
        }
        Notification notification = new Notification(
                type,
                bean,
                sequence.incrementAndGet(),
                event.at().toEpochMilli(),
                "pool '" + event.pool() + "': " + words);
        notification.setUserData(EventData.MAPPING.translate(event));
        bean.sendNotification(notification);
    }
}
