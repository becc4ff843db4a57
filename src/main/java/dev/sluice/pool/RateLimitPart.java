package dev.sluice.pool;

import dev.sluice.pool.failure.PoolClosed;
import dev.sluice.pool.failure.RateLimited;
import dev.sluice.pool.policy.PolicyMode;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.pool.policy.RateLimit;
import dev.sluice.pool.policy.RateLimiter;
import dev.sluice.time.SpanText;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Carries out {@link RateLimit}. A change of the policy fills the buckets. Thread-safe. */
final class RateLimitPart<R> implements PolicyPart {

    private final PoolCore<R> core;
    private final PolicyNews news;
    private volatile @Nullable LimitInForce inForce;

    private record LimitInForce(RateLimit policy, RateLimiter limiter) {}

    RateLimitPart(PoolCore<R> core) {
        this.core = core;
        this.news = new PolicyNews(core, name());
    }

    @Override
    public String name() {
        return RateLimit.DECLARATION.name();
    }

    @Override
    public void apply(PoolPolicies policies) {
        RateLimit wanted = policies.rateLimit();
        LimitInForce now = inForce;
        if (!Objects.equals(wanted, now == null ? null : now.policy())) {
            inForce = wanted == null ? null : new LimitInForce(wanted, new RateLimiter(wanted, core.ticker.nanos()));
        }
    }

    @Override
    public @Nullable String state() {
        LimitInForce now = inForce;
        return now == null ? null : now.policy().mode() + ": " + now.policy().words();
    }

    @Override
    public @Nullable AcquireRule acquireRule() {
        LimitInForce now = inForce;
        return now == null ? null : request -> admit(now, request);
    }

    private void admit(LimitInForce now, AcquireRequest request) {
        RateLimiter.OverLimit refusal =
                now.limiter().take(request.priority(), request.tenant(), request.tags(), core.ticker);
        if (refusal == null) {
            return;
        }
        String limit = "rate limit of the " + refusal.limit() + ": " + refusal.rate();
        if (now.policy().mode() == PolicyMode.OBSERVE) {
            core.counters.overRates.increment();
            news.affected("would refuse a caller: " + limit);
            return;
        }
        if (!core.isServing()) {
            throw new PoolClosed(core.name);
        }
        core.counters.rateLimited.increment();
        core.counters.refusedEarly.increment();
        news.affected("refuses callers: " + limit);
        throw new RateLimited(
                core.name,
                "pool '" + core.name + "': " + limit + "; try again in " + SpanText.of(refusal.retryAfter()),
                refusal.retryAfter());
    }
}
