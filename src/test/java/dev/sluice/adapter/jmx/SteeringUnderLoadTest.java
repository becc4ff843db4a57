package dev.sluice.adapter.jmx;

import dev.sluice.access.AuditTrail;
import dev.sluice.control.PoolManager;
import dev.sluice.testing.JmxClient;
import dev.sluice.testing.SteeringUnderLoad;
import dev.sluice.testing.TestPool;
import java.util.Map;
import javax.management.MBeanServer;
import javax.management.MBeanServerConnection;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;
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

/** Through a connector, as JConsole does it. */
@Timeout(120)
@Tag("fast")
class SteeringUnderLoadTest implements SteeringUnderLoad.Console {

    private final MBeanServer server = MBeanServerFactory.newMBeanServer();
    private final PoolManager manager = new PoolManager();
    private final JmxExporter exporter = new JmxExporter(manager, server, JmxClient.ADMIN, AuditTrail.NONE);
    private TestPool orders;
    private JMXConnectorServer listener;
    private JMXConnector connector;
    private MBeanServerConnection client;

    @BeforeEach
    void connect() throws Exception {
        System.setProperty("java.rmi.server.hostname", "127.0.0.1");
        orders = TestPool.startedOnThreads(settings -> settings.minSize(2).maxSize(4));
        manager.register(orders.pool);
        listener = JMXConnectorServerFactory.newJMXConnectorServer(
                new JMXServiceURL("service:jmx:rmi://127.0.0.1"), Map.of(), server);
        listener.start();
        connector = JMXConnectorFactory.connect(listener.getAddress());
        client = connector.getMBeanServerConnection();
    }

    @AfterEach
    void release() throws Exception {
        connector.close();
        listener.stop();
        exporter.close();
        orders.close();
    }

    @Test
    @DisplayName("Priorities, caps, shares, pause and sizes are changed under load, from the next acquire on")
    void underLoad() {
        try (SteeringUnderLoad load = new SteeringUnderLoad(orders.pool, this)) {
            load.run();
        }
    }

    @Override
    public void change(String key, String value) {
        invoke("changePolicy", key, value);
    }

    @Override
    public boolean refuses(String key, String value) {
        try {
            change(key, value);
            return false;
        } catch (RuntimeMBeanException e) {
            return e.getTargetException() instanceof IllegalArgumentException;
        }
    }

    @Override
    public void pause() {
        invoke("pause");
    }

    @Override
    public void resume() {
        invoke("resume");
    }

    @Override
    public void resize(int min, int max) {
        invoke("resize", min, max);
    }

    private void invoke(String operation, Object... arguments) {
        String[] signature = new String[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            signature[i] = arguments[i].getClass().getName();
        }
        try {
            client.invoke(new ObjectName(ExportedPools.ORDERS), operation, arguments, signature);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
