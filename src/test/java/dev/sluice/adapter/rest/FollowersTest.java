package dev.sluice.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.access.CurrentRequester;
import dev.sluice.access.Requester;
import dev.sluice.testing.Await;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("fast")
class FollowersTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Followers followers =
            new Followers(new HttpLimits(true, OptionalLong.empty(), SECOND, SECOND, SECOND, SECOND, 2), new Asking());

    private final AtomicBoolean isValid = new AtomicBoolean(true);
    private BooleanSupplier checks = isValid::get;

    /** A request whose credentials this test takes away. */
    private final class Asking implements CurrentRequester {

        @Override
        public Requester requester() {
            return Requester.APPLICATION;
        }

        @Override
        public BooleanSupplier validity() {
            return checks;
        }
    }

    private AssertSubscriber<Integer> follow(Multi<Integer> stream) {
        return followers.admit(stream).subscribe().withSubscriber(AssertSubscriber.create(1));
    }

    @Test
    @DisplayName("A stream beyond the maximum is refused with the time to try again, until another one ends")
    void bounded() {
        AssertSubscriber<Integer> first = follow(Multi.createFrom().nothing());
        follow(Multi.createFrom().nothing());
        assertThatThrownBy(() -> follow(Multi.createFrom().nothing()))
                .isInstanceOfSatisfying(Refusal.class, refusal -> {
                    assertThat(refusal.type()).isEqualTo(ProblemType.TOO_BUSY);
                    assertThat(refusal.getMessage()).contains("2 clients", "sluice.http.limits.followers");
                });
        first.cancel();
        follow(Multi.createFrom().item(1)).awaitCompletion();
        follow(Multi.createFrom().nothing()).assertNotTerminated();
    }

    @Test
    @DisplayName("Streams that were admitted at the same time and begin together do not exceed the maximum")
    void together() {
        Multi<Integer> one = followers.admit(Multi.createFrom().nothing());
        Multi<Integer> two = followers.admit(Multi.createFrom().nothing());
        Multi<Integer> three = followers.admit(Multi.createFrom().nothing());
        one.subscribe().withSubscriber(AssertSubscriber.create(1));
        two.subscribe().withSubscriber(AssertSubscriber.create(1));
        three.subscribe().withSubscriber(AssertSubscriber.<Integer>create(1)).assertFailedWith(Refusal.class);
    }

    @Test
    @DisplayName("A stream has all events in their order while the credentials are valid")
    void valid() {
        followers
                .admit(Multi.createFrom().items(1, 2, 3))
                .subscribe()
                .withSubscriber(AssertSubscriber.create(9))
                .awaitCompletion()
                .assertItems(1, 2, 3);
    }

    @Test
    @DisplayName("A stream ends when the credentials are not valid any more, and has no event after that")
    void revokedBeforeEvent() {
        BroadcastProcessor<Integer> events = BroadcastProcessor.create();
        AssertSubscriber<Integer> client =
                followers.admit(events).subscribe().withSubscriber(AssertSubscriber.create(9));
        events.onNext(1);
        isValid.set(false);
        client.awaitCompletion(Duration.ofSeconds(20));
        events.onNext(2);
        client.assertItems(1);
    }

    @Test
    @Timeout(60)
    @DisplayName("A check of credentials that hangs in a disk holds neither an event nor the operation that sends it")
    void hungCheck() {
        CountDownLatch answers = new CountDownLatch(1);
        Thread operation = Thread.currentThread();
        AtomicBoolean begun = new AtomicBoolean();
        checks = () -> {
            if (begun.compareAndSet(false, true)) {
                return true; // the check at the begin, on the thread of the request
            }
            Await.open(answers);
            return Thread.currentThread() != operation;
        };
        BroadcastProcessor<Integer> events = BroadcastProcessor.create();
        AssertSubscriber<Integer> client =
                followers.admit(events).subscribe().withSubscriber(AssertSubscriber.create(9));
        try {
            events.onNext(1);
            client.awaitItems(1).assertItems(1);
            events.onComplete();
            client.awaitCompletion();
        } finally {
            answers.countDown();
        }
    }

    @Test
    @DisplayName("A stream without events ends, too, and another client takes its place")
    void revokedWithoutEvents() {
        AssertSubscriber<Integer> first = follow(Multi.createFrom().nothing());
        follow(Multi.createFrom().nothing());
        isValid.set(false);
        first.awaitCompletion(Duration.ofSeconds(20)).assertHasNotReceivedAnyItem();
        isValid.set(true);
        follow(Multi.createFrom().item(1)).awaitCompletion().assertItems(1);
    }
}
