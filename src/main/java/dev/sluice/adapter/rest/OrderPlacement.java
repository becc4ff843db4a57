package dev.sluice.adapter.rest;

import dev.sluice.control.GuardedControl;
import dev.sluice.control.PoolControl;
import dev.sluice.control.operation.Command;
import dev.sluice.control.operation.Operation;
import dev.sluice.control.operation.Order;
import dev.sluice.pool.operation.OperationReport;
import dev.sluice.value.Values;
import io.quarkus.arc.properties.IfBuildProperty;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Places the orders of requests. Answers with the report of a quick operation, otherwise with the operation ({@link
 * Deferred}). Reads from the request: {@code dryRun}, {@code deadline}, and the headers {@code Prefer} (RFC 7240:
 * {@code respond-async}, {@code wait}), {@code Idempotency-Key} and {@code Sluice-Actor}.
 */
@Singleton
@IfBuildProperty(name = "sluice.http.enabled", stringValue = "true")
class OrderPlacement {

    static final String DRY_RUN = "dryRun";
    static final String DEADLINE = "deadline";
    static final String KEY = "Idempotency-Key";
    static final String ACTOR = "Sluice-Actor";
    static final String PREFER = "Prefer";

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Pattern WAIT = Pattern.compile("(?:^|[,;\\s])wait=(\\d{1,3})(?:$|[,;\\s])");
    private static final Pattern ASYNC =
            Pattern.compile("(?:^|[,;\\s])respond-async(?:$|[,;\\s])", Pattern.CASE_INSENSITIVE);

    private final GuardedControl control;
    private final PoolControl pools;
    private final UriInfo uriInfo;
    private final HttpHeaders headers;

    OrderPlacement(GuardedControl control, PoolControl pools, UriInfo uriInfo, HttpHeaders headers) {
        this.control = control;
        this.pools = pools;
        this.uriInfo = uriInfo;
        this.headers = headers;
    }

    /** Starts the operation and emits its report; no thread waits for the result. */
    Uni<OperationReport> perform(String pool, Command command) {
        Duration patience = patience();
        Operation begun = control.start(new Order(pool, command, control.requester(), isDryRun(), deadline(), key()));
        if (patience.isZero() || begun.hasEnded()) {
            return Uni.createFrom().item(answer(pools.await(begun.id(), Duration.ZERO)));
        }
        return Uni.createFrom()
                .completionStage(() -> pools.whenEnded(begun.id()))
                .ifNoItem()
                .after(patience)
                .recoverWithItem(() -> pools.await(begun.id(), Duration.ZERO))
                .map(OrderPlacement::answer);
    }

    private static OperationReport answer(Operation now) {
        if (!now.hasEnded()) {
            throw new Deferred(now);
        }
        OperationReport report = Redacted.report(Objects.requireNonNull(now.report()));
        if (!report.complete()) {
            throw Refusal.incomplete(report);
        }
        return report;
    }

    /** Returns the parameters of the operation: the query without the parameters of every order. */
    Map<String, String> given() {
        Map<String, String> given = new LinkedHashMap<>();
        uriInfo.getQueryParameters().forEach((name, values) -> {
            if (!name.equals(DRY_RUN) && !name.equals(DEADLINE)) {
                given.put(name, values.get(0));
            }
        });
        return given;
    }

    private boolean isDryRun() {
        String given = uriInfo.getQueryParameters().getFirst(DRY_RUN);
        return given != null && Parameters.flag(DRY_RUN, given);
    }

    private @Nullable Duration deadline() {
        String given = uriInfo.getQueryParameters().getFirst(DEADLINE);
        return given == null ? null : Parameters.read(Values.POSITIVE_DURATION, DEADLINE, given);
    }

    private Duration patience() {
        String prefer = String.join(",", Objects.requireNonNullElse(headers.getRequestHeader(PREFER), List.of()));
        Matcher wait = WAIT.matcher(prefer);
        boolean waits = wait.find();
        if (ASYNC.matcher(prefer).find() && !waits) {
            return Duration.ZERO;
        }
        return waits ? Duration.ofSeconds(Long.parseLong(wait.group(1))) : SOON;
    }

    private @Nullable String key() {
        String key = headers.getHeaderString(KEY);
        return key == null ? null : Parameters.read(Order.KEYS, KEY, key);
    }
}
