package dev.sluice;

import org.junit.platform.suite.api.SelectClasses;
import org.junit.platform.suite.api.Suite;

/**
 * The test classes of the service as it is by default, or with identities ({@code TokenProfile}), one after the other in
 * one fork, which starts each application once, beside the forks that run the other classes. A suite of this package
 * begins before all other classes, because its name comes first. TiersTest compares the lists. The names are texts, as
 * Quarkus loads these classes by a class loader of its own.
 */
@Suite(failIfNoTests = false)
@SelectClasses(
        names = {
            "dev.sluice.adapter.cli.LauncherTest",
            "dev.sluice.adapter.cli.OperatorTokenTest",
            "dev.sluice.adapter.cli.RunningServiceTest",
            "dev.sluice.adapter.console.ConsoleBrowserTest",
            "dev.sluice.adapter.console.ConsoleRouteTest",
            "dev.sluice.adapter.health.HealthEndpointTest",
            "dev.sluice.adapter.identity.CertificateLoginTest",
            "dev.sluice.adapter.identity.ServiceIdentityTest",
            "dev.sluice.adapter.jmx.BatchesServiceTest",
            "dev.sluice.adapter.metrics.MetricsEndpointTest",
            "dev.sluice.adapter.quarkus.LaneTest",
            "dev.sluice.adapter.quarkus.ManagerTest",
            "dev.sluice.adapter.rest.ApiDescriptionTest",
            "dev.sluice.adapter.rest.ApiFuzzTest",
            "dev.sluice.adapter.rest.ApiRulesTest",
            "dev.sluice.adapter.rest.ApplicationRefusalsTest",
            "dev.sluice.adapter.rest.AuthorizationMatrixTest",
            "dev.sluice.adapter.rest.BatchesWithoutSqlTest",
            "dev.sluice.adapter.rest.CreatingPoolsTest",
            "dev.sluice.adapter.rest.DemonstrationTrafficTest",
            "dev.sluice.adapter.rest.GuardedEndpointsTest",
            "dev.sluice.adapter.rest.LeaksTest",
            "dev.sluice.adapter.rest.OperationsTest",
            "dev.sluice.adapter.rest.OperatorTokenTest",
            "dev.sluice.adapter.rest.PausingPoolsTest",
            "dev.sluice.adapter.rest.PolicyTest",
            "dev.sluice.adapter.rest.RefusalsTest",
            "dev.sluice.adapter.rest.SteeringPoolsTest",
            "dev.sluice.adapter.rest.SteeringUnderLoadTest",
            "dev.sluice.adapter.rest.WatchingPoolsTest",
            "dev.sluice.control.operation.DemonstrationOperationTest",
            "dev.sluice.jdbc.SlowQueryIncidentTest"
        })
class ApplicationsTests {}
