package dev.sluice.adapter.quarkus;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSourceMetrics;
import java.lang.reflect.Proxy;
import java.sql.SQLException;

/**
 * Stands for a data source that Quarkus knows from the build but that has no URL, or is switched off, at run
 * time. As long as nobody asks it for a connection it harms nobody: it is healthy, and has no metrics.
 */
final class InactiveDataSource {

    private InactiveDataSource() {}

    static AgroalDataSource named(String name) {
        return (AgroalDataSource) Proxy.newProxyInstance(
                InactiveDataSource.class.getClassLoader(),
                new Class<?>[] {AgroalDataSource.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "isHealthy" -> true;
                    case "getMetrics" -> new AgroalDataSourceMetrics() {};
                    case "close" -> null;
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "equals" -> proxy == arguments[0];
                    case "toString" -> "InactiveDataSource[" + name + "]";
                    default ->
                        throw new SQLException("data source '" + name
                                + "' is not active: neither sluice.pools nor quarkus.datasource gives it a URL");
                });
    }
}
