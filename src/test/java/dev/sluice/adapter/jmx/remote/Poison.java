package dev.sluice.adapter.jmx.remote;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import javax.management.MBeanServer;
import javax.management.Notification;
import javax.management.NotificationFilter;
import javax.management.ObjectName;
import javax.management.QueryExp;

/** A class whose objects run code when they are read. */
final class Poison implements Serializable, NotificationFilter, QueryExp {

    private static final long serialVersionUID = 1L;

    static volatile boolean hasRun;

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        hasRun = true;
        in.defaultReadObject();
    }

    @Override
    public boolean isNotificationEnabled(Notification notification) {
        return true;
    }

    @Override
    public boolean apply(ObjectName name) {
        return true;
    }

    @Override
    public void setMBeanServer(MBeanServer server) {}
}
