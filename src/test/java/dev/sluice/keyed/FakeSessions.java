package dev.sluice.keyed;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes sessions that do nothing; a test can change how they behave while the pool runs. */
final class FakeSessions implements KeyedFactory<String, FakeSessions.Session> {

    /** A step that may fail. */
    @FunctionalInterface
    interface Step<T> {
        void run(T on) throws Exception;
    }

    /** The resource of a key. */
    static final class Session {
        final String key;
        final AtomicInteger closes = new AtomicInteger();
        final AtomicInteger pings = new AtomicInteger();

        Session(String key) {
            this.key = key;
        }

        boolean isClosed() {
            return closes.get() > 0;
        }

        @Override
        public String toString() {
            return "session of " + key;
        }
    }

    /** In each creation, with the key. */
    volatile Step<String> onCreate = key -> {};

    volatile Step<Session> onPing = session -> {};

    volatile Step<Session> onClose = session -> {};

    final List<Session> made = new CopyOnWriteArrayList<>();
    final AtomicInteger calls = new AtomicInteger();
    final AtomicInteger alive = new AtomicInteger();
    final AtomicInteger mostAlive = new AtomicInteger();

    @Override
    public Session create(String key) throws Exception {
        calls.incrementAndGet();
        mostAlive.accumulateAndGet(alive.incrementAndGet(), Math::max);
        try {
            onCreate.run(key);
        } catch (Throwable t) {
            alive.decrementAndGet();
            throw t;
        }
        Session session = new Session(key);
        made.add(session);
        return session;
    }

    @Override
    public void ping(String key, Session session) throws Exception {
        session.pings.incrementAndGet();
        onPing.run(session);
    }

    @Override
    public void close(String key, Session session) throws Exception {
        try {
            onClose.run(session);
        } finally {
            session.closes.incrementAndGet();
            alive.decrementAndGet();
        }
    }

    int closes() {
        return made.stream().mapToInt(session -> session.closes.get()).sum();
    }
}
