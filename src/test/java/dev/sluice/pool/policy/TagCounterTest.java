package dev.sluice.pool.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.pool.policy.TagCounter.Tag;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@org.junit.jupiter.api.Tag("fast")
class TagCounterTest {

    @Test
    @DisplayName("X07 more than 1,000 values are counted as other, and no count is lost")
    void bounded() {
        TagCounter counter = new TagCounter(TagKeys.ALL);
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 1_500; i++) {
                counter.count(Map.of("user", "u" + i));
            }
        }
        Map<Tag, Long> counts = counter.counts();
        assertThat(counts).hasSize(TagCounter.MOST + 1).containsEntry(new Tag("user", "u0"), 2L);
        assertThat(counts.get(new Tag(TagCounter.OTHER, TagCounter.OTHER))).isEqualTo(2 * 500L);
        assertThat(counter.counted("user", "u0")).isEqualTo(new Tag("user", "u0"));
        assertThat(counter.counted("user", "u1400")).isEqualTo(new Tag(TagCounter.OTHER, TagCounter.OTHER));
    }

    @Test
    @DisplayName("X07 each tag counts its leases in all sets of tags, also beyond the sets that are counted together")
    void sets() {
        TagCounter counter = new TagCounter(TagKeys.ALL);
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 1_600; i++) {
                counter.count(Map.of("feature", "f" + i % 40, "client", "c" + i / 40));
            }
        }
        for (int i = 0; i < 40; i++) {
            assertThat(counter.count(new Tag("feature", "f" + i))).isEqualTo(2 * 40);
            assertThat(counter.count(new Tag("client", "c" + i))).isEqualTo(2 * 40);
        }
        assertThat(counter.counts()).hasSize(80);
    }

    @Test
    @DisplayName("values of other keys are not counted")
    void keys() {
        TagCounter counter = new TagCounter(Objects.requireNonNull(TagKeys.TYPE.parse("feature client")));
        counter.count(Map.of("feature", "billing", "user", "u1"));
        assertThat(counter.counts()).containsExactly(Map.entry(new Tag("feature", "billing"), 1L));
    }

    @Test
    @DisplayName("a tag that is named like the rest is counted with the rest")
    void other() {
        TagCounter counter = new TagCounter(TagKeys.ALL);
        counter.count(Map.of(TagCounter.OTHER, TagCounter.OTHER));
        assertThat(counter.counts()).containsExactly(Map.entry(new Tag(TagCounter.OTHER, TagCounter.OTHER), 1L));
        assertThat(counter.count(new Tag(TagCounter.OTHER, TagCounter.OTHER))).isEqualTo(1);
    }
}
