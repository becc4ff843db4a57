package dev.sluice.adapter.quarkus;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource.DataSourceLiteral;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.build.compatible.spi.BuildCompatibleExtension;
import jakarta.enterprise.inject.build.compatible.spi.Synthesis;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticComponents;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Puts a managed data source in the place of each named one of Quarkus. It runs when the application is built,
 * and knows the names from the configuration of that moment: a data source has to be configured then anyway.
 */
public class DataSourceExtension implements BuildCompatibleExtension {

    /** {@code quarkus.datasource.orders.db-kind}, or with the name in quotes. */
    private static final Pattern NAMED =
            Pattern.compile("quarkus\\.datasource\\.(?:\"([^\"]+)\"|([^.\"]+))\\.(?:db-kind|jdbc(?:\\..+)?|active)");

    private static final Set<String> NOT_A_NAME = Set.of("jdbc", "reactive", "devservices", "health", "metrics");

    @Synthesis
    public void synthesise(SyntheticComponents components) {
        for (String name : names(ConfigProvider.getConfig().getPropertyNames())) {
            components
                    .addBean(AgroalDataSource.class)
                    .type(AgroalDataSource.class)
                    .type(javax.sql.DataSource.class)
                    .qualifier(new DataSourceLiteral(name))
                    .scope(ApplicationScoped.class)
                    .name(name)
                    .alternative(true)
                    .priority(1)
                    .withParam(NamedDataSourceCreator.NAME, name)
                    .createWith(NamedDataSourceCreator.class);
        }
    }

    static Set<String> names(Iterable<String> properties) {
        Set<String> names = new TreeSet<>();
        for (String property : properties) {
            Matcher matcher = NAMED.matcher(property);
            if (matcher.matches()) {
                String name = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
                if (!NOT_A_NAME.contains(name)) {
                    names.add(name);
                }
            }
        }
        return names;
    }
}
