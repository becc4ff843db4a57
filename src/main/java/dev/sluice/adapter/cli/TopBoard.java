package dev.sluice.adapter.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.time.Ticker;
import dev.sluice.value.Plural;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The lines of {@code top}: the latest reading of all pools. Not thread-safe. */
final class TopBoard {

    private final Remote remote;
    private final Ticker ticker;
    private final Rates rates = new Rates();
    private List<String> table = List.of();
    private String seen = "never";

    TopBoard(Remote remote, Ticker ticker) {
        this.remote = remote;
        this.ticker = ticker;
    }

    /** Returns the present lines. */
    List<String> lines() throws RemoteFailure, InterruptedException {
        List<PoolReading> pools = PoolReading.all(remote);
        WaitTimes waits = waits();
        rates.see(pools, ticker.nanos());
        table = table(pools, waits);
        seen = LocalTime.ofInstant(ticker.instant(), ZoneId.systemDefault())
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
        String mode = pools.stream().anyMatch(PoolReading::isDemonstration) ? "  demonstration" : "";
        return under(remote.url() + "  " + Plural.of(pools.size(), "pool") + "  " + seen + mode);
    }

    /** Returns the present lines. After a failure, returns its reason and the lines of the last reading. */
    List<String> linesOrFailure() throws InterruptedException {
        try {
            return lines();
        } catch (RemoteFailure e) {
            return under(e.line() + "; last seen " + seen + ", trying again");
        }
    }

    private List<String> under(String heading) {
        List<String> lines = new ArrayList<>(List.of(heading, ""));
        lines.addAll(table);
        return lines;
    }

    /** Reads the waits from the metrics. A service may have its metrics elsewhere, or none. */
    private WaitTimes waits() throws RemoteUnreachable, InterruptedException {
        try {
            return WaitTimes.in(remote.text(ApiPaths.METRICS));
        } catch (RemoteProblem e) {
            return WaitTimes.none();
        } catch (RemoteUnreachable e) {
            throw e;
        } catch (RemoteFailure e) {
            throw new AssertionError(e); // the sealed class has no other subclass
        }
    }

    private List<String> table(List<PoolReading> pools, WaitTimes waits) {
        TextTable rows = new TextTable(
                "POOL",
                "STATE",
                ">PROVEN",
                ">TOTAL/MAX",
                ">LEASED",
                ">IDLE",
                ">WAITING",
                "BY LANE",
                ">ACQ/S",
                ">P99 WAIT",
                ">TIMEOUTS",
                ">OLDEST LEASE",
                "HOLDER");
        for (PoolReading pool : pools) {
            Optional<JsonNode> oldest = pool.oldestLease();
            rows.row(
                    pool.name(),
                    pool.stateAndReason(),
                    pool.proven(),
                    pool.number("total") + "/" + pool.number("maxConnections"),
                    pool.number("inUse"),
                    pool.number("available"),
                    pool.number("waiting"),
                    pool.lanes(),
                    rates.of(pool),
                    waits.p99(pool.name()),
                    pool.count("timeouts"),
                    oldest.map(lease -> SpanFormat.of(lease.path("heldSeconds").asDouble()))
                            .orElse("-"),
                    oldest.map(lease -> lease.path("holder").asText("-")).orElse("-"));
        }
        List<String> lines = new ArrayList<>(rows.lines());
        lines.addAll(policies(pools));
        return lines;
    }

    /** Returns the state of each policy that is on, behind an empty line; nothing without any. */
    private static List<String> policies(List<PoolReading> pools) {
        TextTable rows = new TextTable("POOL", "POLICY", "STATE");
        pools.forEach(pool -> pool.policies()
                .forEach(policy ->
                        rows.row(pool.name(), policy.getKey(), policy.getValue().asText())));
        List<String> lines = new ArrayList<>();
        if (pools.stream().anyMatch(pool -> !pool.policies().isEmpty())) {
            lines.add("");
            lines.addAll(rows.lines());
        }
        return lines;
    }
}
