package dev.sluice.adapter.quarkus;

import dev.sluice.adapter.quarkus.SettingTypes.Count;
import dev.sluice.adapter.quarkus.SettingTypes.Flag;
import dev.sluice.adapter.quarkus.SettingTypes.NotNegative;
import dev.sluice.adapter.quarkus.SettingTypes.Positive;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Settings of a TCP endpoint and its pool, under {@code sluice.endpoints.<name>}. {@code TcpPoolBuilder} has defaults. */
public interface EndpointMapping {

    /** The addresses of the endpoint, each {@code host:port}, tried in this order. */
    List<String> address();

    /** Number of connections that are kept. */
    Optional<@WithConverter(Count.class) Integer> size();

    /** The wait after the first attempt to connect that failed. */
    Optional<@WithConverter(Positive.class) Duration> retryMin();

    /** The longest wait between two attempts to connect. */
    Optional<@WithConverter(Positive.class) Duration> retryMax();

    /** Maximum time of an attempt to connect. */
    Optional<@WithConverter(NotNegative.class) Duration> connectTimeout();

    /** Maximum time of a read. */
    Optional<@WithConverter(NotNegative.class) Duration> readTimeout();

    /** Maximum time of a write. */
    Optional<@WithConverter(NotNegative.class) Duration> writeTimeout();

    /** Maximum wait of a caller for a connection. */
    Optional<@WithConverter(NotNegative.class) Duration> acquisitionTimeout();

    /** The duration after which a lease is reported as a leak. */
    Optional<@WithConverter(NotNegative.class) Duration> leakThreshold();

    /** Returns whether the operating system also checks for dead peers. */
    Optional<@WithConverter(Flag.class) Boolean> keepAlive();

    /** Returns whether connections use TLS, with the certificates that the JVM trusts. */
    @WithDefault("false")
    @WithConverter(Flag.class)
    boolean tls();
}
