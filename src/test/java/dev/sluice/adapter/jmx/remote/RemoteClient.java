package dev.sluice.adapter.jmx.remote;

import java.util.Arrays;
import java.util.Map;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import javax.rmi.ssl.SslRMIClientSocketFactory;

/** A client over TLS, in a JVM that has this class and the JDK, nothing else. */
public final class RemoteClient {

    private RemoteClient() {}

    public static void main(String[] arguments) throws Exception {
        Map<String, Object> environment = Map.of(
                JMXConnector.CREDENTIALS,
                new String[] {arguments[1], arguments[2]},
                "com.sun.jndi.rmi.factory.socket",
                new SslRMIClientSocketFactory());
        try (JMXConnector client = JMXConnectorFactory.connect(new JMXServiceURL(arguments[0]), environment)) {
            MBeanServerConnection server = client.getMBeanServerConnection();
            ObjectName manager = new ObjectName("dev.sluice:type=PoolManager");
            System.out.println("pools: " + Arrays.toString((String[]) server.getAttribute(manager, "PoolNames")));
            try {
                server.invoke(
                        new ObjectName("dev.sluice:type=Pool,name=orders"), "pause", new Object[0], new String[0]);
            } catch (RuntimeMBeanException e) {
                System.out.println("pause: " + e.getCause());
            }
        } catch (SecurityException e) {
            System.out.println("login: " + e);
        }
    }
}
