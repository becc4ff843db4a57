package dev.sluice.adapter.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.FakeTime;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Filter;
import java.util.logging.Logger;
import org.jose4j.lang.UnresolvableKeyException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("Trouble with the keys of an issuer")
@Tag("fast")
class IssuerTroubleTest {

    @Test
    @DisplayName("is logged at most once a minute, and a token that is not valid is no trouble")
    void logged() {
        AtomicInteger lines = new AtomicInteger();
        Logger logger = Logger.getLogger(IssuerTrouble.class.getName());
        Filter before = logger.getFilter();
        logger.setFilter(line -> {
            lines.incrementAndGet();
            return false;
        });
        try {
            FakeTime time = new FakeTime();
            IssuerTrouble trouble = new IssuerTrouble(time);
            trouble.failed(new SecurityException("expired"));
            assertThat(lines).hasValue(0);
            trouble.failed(new SecurityException(new IOException("no answer")));
            trouble.failed(new SecurityException(new UnresolvableKeyException("no key")));
            assertThat(lines).hasValue(1);
            time.advance(Duration.ofMinutes(1));
            trouble.failed(new SecurityException(new UnresolvableKeyException("no key")));
            assertThat(lines).hasValue(2);
        } finally {
            logger.setFilter(before);
        }
    }
}
