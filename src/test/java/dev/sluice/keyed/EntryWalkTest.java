package dev.sluice.keyed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.keyed.FakeSessions.Session;
import dev.sluice.testing.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class EntryWalkTest {

    private final TestKeyedPool test = TestKeyedPool.ofSize(10);

    @AfterEach
    void close() {
        test.close();
    }

    private void acquireThree() throws Exception {
        test.acquire("zebra");
        test.acquire("ape");
        test.acquire("lion");
    }

    @Test
    @DisplayName("K13 all open resources can be listed, in the order of their opening")
    void all() throws Exception {
        acquireThree();
        Map<String, Session> all = test.pool.all();

        assertThat(all.keySet()).containsExactly("zebra", "ape", "lion");
        assertThat(all.get("ape")).isSameAs(test.acquire("ape"));
        assertThatThrownBy(all::clear).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    @DisplayName("K13 a walk continues three times, and then no further")
    void walk() throws Exception {
        acquireThree();
        EntryWalk<String, Session> walk = test.pool.walk();
        assertThatThrownBy(walk::key).isInstanceOf(NoSuchElementException.class);
        List<String> keys = new ArrayList<>();
        while (walk.next()) {
            keys.add(walk.key());
            assertThat(walk.resource().key).isEqualTo(walk.key());
        }

        assertThat(keys).containsExactly("zebra", "ape", "lion");
        assertThat(walk.next()).isFalse();
        assertThatThrownBy(walk::resource).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    @DisplayName("K13 a walk may be stopped at any time, and twice")
    void stopped() throws Exception {
        acquireThree();
        EntryWalk<String, Session> walk = test.pool.walk();
        assertThat(walk.next()).isTrue();
        walk.stop();
        walk.stop();

        assertThat(walk.next()).isFalse();
        assertThatThrownBy(walk::key).isInstanceOf(NoSuchElementException.class);
        EntryWalk<String, Session> other = test.pool.walk();
        other.stop();
        assertThat(other.next()).isFalse();
    }

    @Test
    @DisplayName("K20 a reader of the resources has a snapshot, while others acquire and release a thousand times")
    void snapshot() throws Exception {
        acquireThree();
        Caller<Void> other = Caller.start(() -> {
            for (int i = 0; i < 1000; i++) {
                test.acquire("key" + i % 5);
                test.pool.release("key" + i % 5);
            }
            return null;
        });
        int looks = 0;
        while (!other.isDone() || looks == 0) {
            Map<String, Session> all = test.pool.all();
            List<String> once = List.copyOf(all.keySet());
            assertThat(once).startsWith("zebra", "ape", "lion");
            assertThat(List.copyOf(all.keySet())).isEqualTo(once);
            looks++;
        }
        other.result();

        test.pool.releaseAll();
        assertThat(test.pool.all()).isEmpty();
    }
}
