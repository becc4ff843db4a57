package example;

import dev.sluice.adapter.agroal.GatedPools;
import dev.sluice.adapter.agroal.GatedProvider;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import java.sql.Connection;

/** Code that knows Agroal only. With -Dsluice.agroal.gate=true the gate stands in front of it. */
public final class GatedAgroal {

    public static void main(String[] arguments) throws Exception {
        System.setProperty(GatedProvider.SWITCH, "true");
        GatedProvider.check();
        AgroalDataSourceConfigurationSupplier configuration = new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool -> pool.maxSize(5)
                        .connectionFactoryConfiguration(factory -> factory.jdbcUrl("jdbc:h2:mem:shop")));

        try (AgroalDataSource dataSource = AgroalDataSource.from(configuration);
                Connection connection = dataSource.getConnection()) {
            System.out.println("works: " + connection.isValid(1));
            System.out.println("pools: " + GatedPools.shared().manager().names());
        }
    }
}
