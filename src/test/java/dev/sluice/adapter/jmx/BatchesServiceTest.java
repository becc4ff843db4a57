package dev.sluice.adapter.jmx;

import static dev.sluice.adapter.jmx.H2Batches.BEAN;
import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.is;

import dev.sluice.testing.JmxClient;
import io.quarkus.test.junit.QuarkusTest;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.management.MBeanServerConnection;
import javax.management.Notification;
import javax.management.NotificationListener;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXConnectorServer;
import javax.management.remote.JMXConnectorServerFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The batches of the service, through a remote connector, whose threads know nothing of the application. */
@QuarkusTest
@Timeout(120)
@Tag("service")
class BatchesServiceTest {

    private JMXConnectorServer server;
    private JMXConnector connector;
    private MBeanServerConnection beans;

    @BeforeEach
    void connect() throws Exception {
        System.setProperty("java.rmi.server.hostname", "127.0.0.1");
        server = JMXConnectorServerFactory.newJMXConnectorServer(
                new JMXServiceURL("service:jmx:rmi://127.0.0.1"), Map.of(), ManagementFactory.getPlatformMBeanServer());
        server.start();
        connector = JMXConnectorFactory.connect(server.getAddress());
        beans = connector.getMBeanServerConnection();
    }

    @AfterEach
    void disconnect() throws Exception {
        connector.close();
        server.stop();
    }

    private CompositeData invoke(String operation, String... arguments) throws Exception {
        String[] types = new String[arguments.length];
        Arrays.fill(types, String.class.getName());
        return (CompositeData) beans.invoke(new ObjectName(BEAN), operation, arguments, types);
    }

    @Test
    @DisplayName("a batch over JMX does its work, its end is reported, and REST shows the same")
    void begins() throws Exception {
        BlockingQueue<Notification> told = new LinkedBlockingQueue<>();
        NotificationListener listener = (notification, handback) -> told.add(notification);
        beans.addNotificationListener(new ObjectName(BEAN), listener, null, null);

        String id = (String) invoke("begin", "jobs=640,workers=4,chunk=10").get("id");

        Notification end = told.poll(60, TimeUnit.SECONDS);
        assertThat(end).isNotNull();
        assertThat(end.getMessage()).isEqualTo(id + ": COMPLETED, 640 of 640 done, 0 failed");
        CompositeData[] shown = (CompositeData[]) beans.getAttribute(new ObjectName(BEAN), "Batches");
        assertThat(List.of(shown)).extracting(batch -> batch.get("id")).contains(id);
        get("/batches/" + id).then().body("succeeded", is(640)).body("status", is("COMPLETED"));
    }

    @Test
    @DisplayName("refusals of REST are refusals over JMX, with the same reason")
    void refuses() {
        assertThatThrownBy(() -> invoke("beginSql", "delete from x where id = :id", "select 1 as id", ""))
                .hasRootCauseExactlyInstanceOf(SecurityException.class)
                .rootCause()
                .hasMessage("this needs the role admin; local has operator");
        assertThatThrownBy(() -> JmxClient.asAdmin(() -> ManagementFactory.getPlatformMBeanServer()
                        .invoke(
                                new ObjectName(BEAN),
                                "beginSql",
                                new Object[] {"delete from x where id = :id", "select 1 as id", ""},
                                new String[] {String.class.getName(), String.class.getName(), String.class.getName()})))
                .hasRootCauseExactlyInstanceOf(IllegalStateException.class)
                .rootCause()
                .hasMessage("requests must not contain statements or queries; sluice.batch.sql=true allows them");
        assertThatThrownBy(() -> invoke("begin", "jobs=some"))
                .hasRootCauseExactlyInstanceOf(IllegalArgumentException.class)
                .rootCause()
                .hasMessage("jobs must be a whole number, at least 0: 'some'");
        assertThatThrownBy(() -> invoke("begin", "pool=nope,jobs=1"))
                .hasRootCauseExactlyInstanceOf(IllegalArgumentException.class)
                .rootCause()
                .hasMessageStartingWith("there is no JDBC pool 'nope'; there are: default");
        assertThatThrownBy(() -> invoke("cancel", "batch-0"))
                .hasRootCauseExactlyInstanceOf(IllegalArgumentException.class)
                .rootCause()
                .hasMessage("no batch 'batch-0'");
    }
}
