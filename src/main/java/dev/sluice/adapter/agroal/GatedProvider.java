package dev.sluice.adapter.agroal;

import dev.sluice.jdbc.ManagedDataSource;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSourceListener;
import io.agroal.api.AgroalDataSourceProvider;
import io.agroal.api.configuration.AgroalDataSourceConfiguration;
import io.agroal.api.configuration.AgroalDataSourceConfiguration.DataSourceImplementation;
import java.util.Iterator;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@link AgroalDataSource#from} with a {@link ManagedDataSource} while the system property
 * {@code sluice.agroal.gate}, or the environment variable {@code SLUICE_AGROAL_GATE}, is {@code true}; otherwise Agroal
 * goes on as if this were not here. Data sources without a pool are left to Agroal.
 *
 * <p>Agroal asks the providers in the order of the class path, and its own always answers: so Sluice must stand before
 * {@code agroal-pool}. {@link #check()} tells whether it does.
 *
 * <p>Thread-safe.
 */
public final class GatedProvider implements AgroalDataSourceProvider {

    /** The switch. */
    public static final String SWITCH = "sluice.agroal.gate";

    private static final String SWITCH_IN_ENVIRONMENT = "SLUICE_AGROAL_GATE";

    /** For the {@link ServiceLoader}. */
    public GatedProvider() {}

    /**
     * A pool behind the gate, which begins to open its connections and is known to {@link GatedPools#manager()}.
     *
     * @return null if the gate is off, or no pool is asked for
     * @throws IllegalArgumentException if the pool cannot be as it is configured; names the setting
     */
    @Override
    public @Nullable AgroalDataSource getDataSource(
            AgroalDataSourceConfiguration configuration, AgroalDataSourceListener... listeners) {
        return isOn() && configuration.dataSourceImplementation() == DataSourceImplementation.AGROAL
                ? GatedPools.shared().open(configuration, listeners)
                : null;
    }

    /** Returns whether the gate is switched on. */
    public static boolean isOn() {
        return Boolean.parseBoolean(System.getProperty(SWITCH, System.getenv(SWITCH_IN_ENVIRONMENT)));
    }

    /**
     * To be called once by an application that relies on the gate.
     *
     * @throws IllegalStateException if it is switched off, or another provider is asked first
     */
    public static void check() {
        if (!isOn()) {
            throw new IllegalStateException(SWITCH + " is not true");
        }
        Iterator<AgroalDataSourceProvider> providers = ServiceLoader.load(
                        AgroalDataSourceProvider.class, AgroalDataSourceProvider.class.getClassLoader())
                .iterator();
        AgroalDataSourceProvider first = providers.hasNext() ? providers.next() : null;
        if (!(first instanceof GatedProvider)) {
            throw new IllegalStateException(
                    SWITCH + " is true, but Agroal asks another provider first: put Sluice before agroal-pool on the"
                            + " class path; now first: "
                            + (first == null ? "none" : first.getClass().getName()));
        }
    }
}
