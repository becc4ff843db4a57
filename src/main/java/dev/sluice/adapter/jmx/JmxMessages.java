package dev.sluice.adapter.jmx;

import javax.management.ObjectName;
import org.jboss.logging.Logger.Level;
import org.jboss.logging.annotations.LogMessage;
import org.jboss.logging.annotations.Message;
import org.jboss.logging.annotations.MessageLogger;

/** What the JMX adapter says in the log. Ids from 201. */
@MessageLogger(projectCode = "SLUICE")
interface JmxMessages {

    @LogMessage(level = Level.WARN)
    @Message(id = 201, value = "The MBean %s is taken by somebody else in this JVM; registered as %s")
    void taken(ObjectName wanted, ObjectName registered);
}
