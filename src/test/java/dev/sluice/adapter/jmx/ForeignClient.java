package dev.sluice.adapter.jmx;

import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.management.Attribute;
import javax.management.MBeanServerConnection;
import javax.management.Notification;
import javax.management.NotificationListener;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * An operator's client, in a JVM that has this class and the JDK, nothing else. Does what it can and writes what
 * it sees, a line each.
 */
public final class ForeignClient {

    private static final int PATIENCE_SECONDS = 20;

    private ForeignClient() {}

    public static void main(String[] arguments) throws Exception {
        try (JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(arguments[0]))) {
            operate(connector.getMBeanServerConnection());
        }
    }

    private static void operate(MBeanServerConnection server) throws Exception {
        ObjectName manager = new ObjectName("dev.sluice:type=PoolManager");
        ObjectName pool = new ObjectName("dev.sluice:type=Pool,name=orders");
        BlockingQueue<Notification> told = new LinkedBlockingQueue<>();
        NotificationListener listener = (notification, handback) -> told.add(notification);
        server.addNotificationListener(pool, listener, null, null);

        say("ours", isHere("dev.sluice.pool.ManagedPool"));
        say("pools", Arrays.toString((String[]) server.getAttribute(manager, "PoolNames")));
        say("before", names(server, pool));
        CompositeData report = (CompositeData)
                server.invoke(pool, "reset", new Object[] {false}, new String[] {boolean.class.getName()});
        say("created", report.get("created"));
        say("after", names(server, pool));
        Notification notification = told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        say("told", notification == null ? "nothing" : notification.getType() + " by " + notification.getSource());
        say("event", notification == null ? "none" : ((CompositeData) notification.getUserData()).get("type"));
        server.setAttribute(pool, new Attribute("Verbose", true));
        say("verbose", server.getAttribute(pool, "Verbose"));
        steer(server, pool);
        everyAttribute(server, pool);
        refusal(server, manager);
        order(server);
    }

    private static void order(MBeanServerConnection server) throws Exception {
        ObjectName batches = new ObjectName("dev.sluice:type=Batches");
        String[] text = {String.class.getName()};
        BlockingQueue<Notification> told = new LinkedBlockingQueue<>();
        NotificationListener listener = (notification, handback) -> told.add(notification);
        server.addNotificationListener(batches, listener, null, null);

        server.invoke(batches, "begin", new Object[] {"jobs=30,chunk=10"}, text);
        Notification end = told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        say("batch told", end == null ? "nothing" : ((CompositeData) end.getUserData()).get("status"));
        for (CompositeData batch : (CompositeData[]) server.getAttribute(batches, "Batches")) {
            say("batch", batch.get("id") + " " + batch.get("task") + " " + batch.get("succeeded"));
        }
        say("failures", ((CompositeData[]) server.invoke(batches, "failures", new Object[] {"batch-1"}, text)).length);
        everyAttribute(server, batches);
        try {
            server.invoke(batches, "cancel", new Object[] {"batch-7"}, text);
        } catch (RuntimeMBeanException e) {
            say("no batch", e.getTargetException());
        }
    }

    private static void steer(MBeanServerConnection server, ObjectName pool) throws Exception {
        String text = String.class.getName();
        CompositeData policy = (CompositeData)
                server.invoke(pool, "changePolicy", new Object[] {"reserved.critical", "2"}, new String[] {text, text});
        say(
                "reserved",
                ((TabularData) policy.get("reserved"))
                        .get(new Object[] {"CRITICAL"})
                        .get("value"));
        say("text", server.getAttribute(pool, "PolicyText"));
        say("paused", server.invoke(pool, "pause", new Object[0], new String[0]));
        say("resumed", server.invoke(pool, "resume", new Object[0], new String[0]));
        CompositeData queue = (CompositeData)
                server.invoke(pool, "queue", new Object[] {true}, new String[] {boolean.class.getName()});
        say("waiters", ((CompositeData[]) queue.get("waiters")).length);
        try {
            server.invoke(pool, "changePolicy", new Object[] {"aging=soon"}, new String[] {text});
        } catch (RuntimeMBeanException e) {
            say("bad rule", e.getTargetException());
        }
    }

    private static boolean isHere(String name) {
        try {
            Class.forName(name);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static String names(MBeanServerConnection server, ObjectName pool) throws Exception {
        CompositeData stats = (CompositeData) server.getAttribute(pool, "Stats");
        CompositeData[] connections = (CompositeData[]) stats.get("connections");
        return connections[0].get("id") + " to " + connections[connections.length - 1].get("id");
    }

    private static void everyAttribute(MBeanServerConnection server, ObjectName pool) throws Exception {
        String[] names = Arrays.stream(server.getMBeanInfo(pool).getAttributes())
                .map(attribute -> attribute.getName())
                .toArray(String[]::new);
        say("unread", names.length - server.getAttributes(pool, names).size());
    }

    private static void refusal(MBeanServerConnection server, ObjectName manager) throws Exception {
        try {
            server.invoke(manager, "reset", new Object[] {"nope"}, new String[] {String.class.getName()});
        } catch (RuntimeMBeanException e) {
            say("refused", e.getTargetException());
        }
    }

    private static void say(String what, Object value) {
        System.out.println(what + ": " + value);
    }
}
