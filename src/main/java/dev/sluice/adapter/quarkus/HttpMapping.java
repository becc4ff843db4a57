package dev.sluice.adapter.quarkus;

import dev.sluice.adapter.quarkus.SettingTypes.Bytes;
import dev.sluice.adapter.quarkus.SettingTypes.Count;
import dev.sluice.adapter.quarkus.SettingTypes.Flag;
import dev.sluice.adapter.quarkus.SettingTypes.HostText;
import dev.sluice.adapter.quarkus.SettingTypes.Positive;
import dev.sluice.adapter.quarkus.SettingTypes.UrlPath;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Settings under {@code sluice.http}: the REST interface, the permission to change pools over it, and limits of HTTP. */
public interface HttpMapping extends SurfaceMapping {

    /**
     * Returns whether refusals for all paths of the application have problem details, not only those for the paths of
     * the pools.
     */
    @WithDefault("false")
    @WithConverter(Flag.class)
    boolean everyPath();

    /** The path of the REST interface, below the path of all resources of the application; by default none. */
    Optional<@WithConverter(UrlPath.class) String> path();

    /**
     * Returns whether the management interface of Quarkus serves the REST interface instead of the application's port,
     * where the application has one.
     */
    @WithDefault("true")
    @WithConverter(Flag.class)
    boolean management();

    /** The former key of {@link SecurityMapping#adminToken()}, which is refused. */
    Optional<String> operatorToken();

    /** The former key of {@link SecurityMapping#adminTokenFile()}, which is refused. */
    Optional<Path> operatorTokenFile();

    /**
     * The names of the service in its requests, in addition to those of the loopback interface. Without names, a service
     * that listens at a loopback address has only those, and any other service has every name.
     */
    Optional<List<@WithConverter(HostText.class) String>> hosts();

    /** Limits for slow clients, see {@code HttpLimits}. */
    ClientLimits limits();

    /** Limits for clients that neither read their answers nor send requests. */
    interface ClientLimits {

        /** Returns whether the limits on connections and answers apply to all requests of the process. */
        @WithDefault("false")
        @WithConverter(Flag.class)
        boolean enabled();

        /** Maximum bytes of answers and bodies in memory; by default an eighth of the heap. */
        Optional<@WithConverter(Bytes.class) Long> unreadBytes();

        /** The time in which a client must take 8 KiB of its answers, or all that is left. */
        @WithDefault("5s")
        @WithConverter(Positive.class)
        Duration unreadTimeout();

        /** The time that a new connection may take to send the head of its first request. */
        @WithDefault("10s")
        @WithConverter(Positive.class)
        Duration headerTimeout();

        /** The time for which a connection may be without a request. */
        @WithDefault("10s")
        @WithConverter(Positive.class)
        Duration keepAlive();

        /** The time that the body of a request may take. */
        @WithDefault("10s")
        @WithConverter(Positive.class)
        Duration bodyTimeout();

        /** Maximum number of clients that follow an operation or a batch at the same time. */
        @WithDefault("100")
        @WithConverter(Count.class)
        int followers();
    }
}
