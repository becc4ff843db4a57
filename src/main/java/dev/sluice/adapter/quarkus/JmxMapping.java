package dev.sluice.adapter.quarkus;

import dev.sluice.access.Role;
import dev.sluice.adapter.quarkus.SettingTypes.HostText;
import dev.sluice.adapter.quarkus.SettingTypes.LocalRole;
import dev.sluice.adapter.quarkus.SettingTypes.PortNumber;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** Settings under {@code sluice.jmx}: the MBeans, the permissions of local clients, and the connector for others. */
public interface JmxMapping extends SurfaceMapping {

    /**
     * Returns the role of clients that attach to the process, and of clients of a connector of the JDK: viewer or
     * operator.
     */
    @WithDefault("viewer")
    @WithConverter(LocalRole.class)
    Role local();

    /** The connector for clients that log in. */
    Connector remote();

    /** Settings under {@code sluice.jmx.remote}. */
    interface Connector extends SurfaceMapping {

        /** Returns the host to listen at; a host that is not loopback needs {@link #tls()}. */
        @WithDefault("127.0.0.1")
        @WithConverter(HostText.class)
        String host();

        /** Returns the port of the registry and of all objects. */
        @WithDefault("9010")
        @WithConverter(PortNumber.class)
        int port();

        /** Returns the name of the TLS configuration of Quarkus ({@code quarkus.tls.<name>}) with the server's key. */
        Optional<String> tls();
    }
}
