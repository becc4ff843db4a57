package dev.sluice.adapter.rest;

import dev.sluice.pool.failure.AcquireTimeout;
import dev.sluice.pool.failure.CreationFailed;
import dev.sluice.pool.failure.PoolSaturated;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Stands for an application that embeds the jar and lets the pools' exceptions pass. */
@Path("/application/{outcome}")
public class Application {

    private static final Map<String, Supplier<RuntimeException>> OUTCOMES = Map.of(
            "timeout", () -> new AcquireTimeout("orders", "no lease within 5 s"),
            "saturated", () -> new PoolSaturated("orders", "too many wait"),
            "down", () -> new CreationFailed("orders", "no route", new IllegalStateException()),
            "bug", () -> new IllegalArgumentException("the application's own mistake"));

    @GET
    @Operation(hidden = true)
    public String get(@PathParam("outcome") String outcome) {
        throw Objects.requireNonNull(OUTCOMES.get(outcome)).get();
    }
}
