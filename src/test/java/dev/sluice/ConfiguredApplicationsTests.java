package dev.sluice;

import org.junit.platform.suite.api.SelectClasses;
import org.junit.platform.suite.api.Suite;

/**
 * The test classes that start an application with other pools, on a PostgreSQL, or with other settings. They run one
 * after the other in a fork of their own. See {@link ApplicationsTests}.
 */
@Suite(failIfNoTests = false)
@SelectClasses(
        names = {
            "dev.sluice.adapter.cli.BatchCommandTest",
            "dev.sluice.adapter.cli.BatchOnPostgresTest",
            "dev.sluice.adapter.health.ExcludedPoolTest",
            "dev.sluice.adapter.identity.ManagementInterfaceTest",
            "dev.sluice.adapter.jmx.remote.TlsServiceTest",
            "dev.sluice.adapter.logging.JsonLogTest",
            "dev.sluice.adapter.quarkus.AdoptedDataSourceTest",
            "dev.sluice.adapter.quarkus.CanaryTest",
            "dev.sluice.adapter.quarkus.OperationsOverTheSurfacesTest",
            "dev.sluice.adapter.quarkus.PoliciesOverTheSurfacesTest",
            "dev.sluice.adapter.quarkus.PoolsOfAnythingTest",
            "dev.sluice.adapter.quarkus.PostgresServiceTest",
            "dev.sluice.adapter.quarkus.TransactionTest",
            "dev.sluice.adapter.rest.BatchesTest"
        })
class ConfiguredApplicationsTests {}
