package dev.sluice.adapter.agroal;

import dev.sluice.jdbc.ManagedDataSource;
import dev.sluice.value.Values;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSourceListener;
import io.agroal.api.AgroalDataSourceProvider;
import io.agroal.api.configuration.AgroalDataSourceConfiguration;
import io.agroal.api.configuration.AgroalDataSourceConfiguration.DataSourceImplementation;
import java.util.Iterator;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@link AgroalDataSource#from} with a {@link ManagedDataSource} while the system property {@code
 * sluice.agroal.gate}, or the environment variable {@code SLUICE_AGROAL_GATE}, is {@code true}. Otherwise Agroal
 * continues without Sluice. Data sources without a pool stay with Agroal.
 *
 * <p>Agroal asks the providers in the order of the class path, and its own provider always answers. So Sluice must
 * precede {@code agroal-pool} there. {@link #check()} verifies that.
 *
 * <p>Thread-safe.
 */
public final class GatedProvider implements AgroalDataSourceProvider {

    /** The system property that switches the gate on. */
    public static final String SWITCH = "sluice.agroal.gate";

    private static final String SWITCH_IN_ENVIRONMENT = "SLUICE_AGROAL_GATE";

    /** Creates the provider. Called by the {@link ServiceLoader}. */
    public GatedProvider() {}

    /**
     * Creates a pool behind the gate, which begins to open its connections and is registered in {@link
     * GatedPools#manager()}.
     *
     * @return null if the gate is off, or the configuration requests no pool
     * @throws IllegalArgumentException if the configuration is invalid for the pool, or the switch has no valid text;
     *     names the setting
     */
    @Override
    public @Nullable AgroalDataSource getDataSource(
            AgroalDataSourceConfiguration configuration, AgroalDataSourceListener... listeners) {
        return isOn() && configuration.dataSourceImplementation() == DataSourceImplementation.AGROAL
                ? GatedPools.shared().open(configuration, listeners)
                : null;
    }

    /**
     * Returns whether the gate is switched on.
     *
     * @throws IllegalArgumentException if the property or the variable is neither {@code true} nor {@code false}; a
     *     misspelt switch must not leave the gate off silently
     */
    public static boolean isOn() {
        return isOn(System.getProperty(SWITCH), System.getenv(SWITCH_IN_ENVIRONMENT));
    }

    static boolean isOn(@Nullable String property, @Nullable String variable) {
        return property == null
                ? Values.FLAG.readOr(SWITCH_IN_ENVIRONMENT, variable, false)
                : Values.FLAG.read(SWITCH, property);
    }

    /**
     * Checks that the gate is in force. Called once by an application that relies on the gate.
     *
     * @throws IllegalStateException if the gate is off, or another provider precedes it
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
