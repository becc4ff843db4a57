package dev.sluice.adapter.logging;

import org.jboss.logging.BasicLogger;
import org.jboss.logging.Logger.Level;
import org.jboss.logging.annotations.LogMessage;
import org.jboss.logging.annotations.Message;
import org.jboss.logging.annotations.MessageLogger;

/** The messages about the state of the audit log, with ids from 201. An id is never reused for another message. */
@MessageLogger(projectCode = "SLUICE")
interface AuditMessages extends BasicLogger {

    @LogMessage(level = Level.WARN)
    @Message(
            id = 201,
            value =
                    "The audit log is damaged: %s. New lines continue the chain, and 'sluice audit verify' shows the gap")
    void damaged(String description);

    @LogMessage(level = Level.WARN)
    @Message(id = 202, value = "%s; until it can be written, all changes are refused. Its directory is the value of %s")
    void unavailable(String why, String key);

    @LogMessage(level = Level.INFO)
    @Message(id = 203, value = "The audit log is written again, so changes are possible")
    void available();

    @LogMessage(level = Level.WARN)
    @Message(
            id = 204,
            value = "Denials have no lines: %s. The next line of a denial has the number of those without one")
    void lost(String why);
}
