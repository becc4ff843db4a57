package dev.sluice.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class FollowersTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Followers followers =
            new Followers(new HttpLimits(true, OptionalLong.empty(), SECOND, SECOND, SECOND, SECOND, 2));

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
        follow(Multi.createFrom().item(1)).assertCompleted();
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
}
