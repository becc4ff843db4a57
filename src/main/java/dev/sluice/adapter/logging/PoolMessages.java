package dev.sluice.adapter.logging;

import org.jboss.logging.BasicLogger;
import org.jboss.logging.Logger.Level;
import org.jboss.logging.annotations.LogMessage;
import org.jboss.logging.annotations.Message;
import org.jboss.logging.annotations.MessageLogger;

/**
 * The messages of the log. Ids from 1: the pool; from 51: failures; from 101: single connections. Messages about single
 * connections are texts, because their level changes at run time. An id is never reused for another message. The ending
 * of a plural follows its number as a parameter of its own: {@code 1 connection}, {@code 2 connections}.
 */
@MessageLogger(projectCode = "SLUICE")
interface PoolMessages extends BasicLogger {

    @LogMessage(level = Level.INFO)
    @Message(id = 1, value = "Connection pool initialized with %d connection%s")
    void initialized(long count, String ending);

    @LogMessage(level = Level.INFO)
    @Message(id = 2, value = "Creating %d connection%s to reach minimum%s")
    void creatingToReachMinimum(long count, String ending, String more);

    @LogMessage(level = Level.INFO)
    @Message(id = 3, value = "Creating %d additional connection%s")
    void creatingAdditional(long count, String ending);

    @LogMessage(level = Level.INFO)
    @Message(id = 4, value = "Pool already at maximum (%d connection%s)%s")
    void alreadyAtMaximum(int total, String ending, String order);

    // id 5 was a second line for the same request

    @LogMessage(level = Level.INFO)
    @Message(id = 6, value = "Request to %s%s")
    void begun(String task, String order);

    @LogMessage(level = Level.INFO)
    @Message(id = 7, value = "Resetting connection pool...%s")
    void resetting(String order);

    @LogMessage(level = Level.INFO)
    @Message(id = 8, value = "Pool reset with %d connection%s%s")
    void reset(long created, String ending, String order);

    @LogMessage(level = Level.INFO)
    @Message(id = 9, value = "%s completed, %d connection%s created (total: %d/%d)%s")
    void completed(String operation, long created, String ending, int total, int max, String order);

    @LogMessage(level = Level.INFO)
    @Message(id = 10, value = "Pool reconfigured: %s")
    void reconfigured(String sizes);

    @LogMessage(level = Level.INFO)
    @Message(id = 11, value = "Stopping pool maintenance")
    void stoppingMaintenance();

    @LogMessage(level = Level.INFO)
    @Message(id = 12, value = "Closing connection pool...")
    void closing();

    @LogMessage(level = Level.INFO)
    @Message(id = 13, value = "Connection pool closed")
    void closed();

    @Message(id = 14, value = "Pool Status - %s")
    String status(String numbers);

    @LogMessage(level = Level.INFO)
    @Message(id = 15, value = "Connection %s was taken from its holder and closed")
    void takenFromHolder(String connection);

    @LogMessage(level = Level.INFO)
    @Message(id = 21, value = "Connection %s, reported as a leak, was released after %d s")
    void leakReleased(String connection, long seconds);

    @LogMessage(level = Level.INFO)
    @Message(id = 22, value = "Connection %s, reported as a leak, was taken from its holder after %d s (%s)")
    void leakEnded(String connection, long seconds, String force);

    @LogMessage(level = Level.INFO)
    @Message(id = 23, value = "Policy %s")
    void policy(String news);

    @LogMessage(level = Level.WARN)
    @Message(id = 51, value = "Error creating initial connection %d: %s")
    void initialCreationFailed(long number, String error);

    @LogMessage(level = Level.WARN)
    @Message(id = 52, value = "Error creating connection on demand: %s")
    void demandedCreationFailed(String error);

    @LogMessage(level = Level.WARN)
    @Message(id = 53, value = "Error creating replacement connection: %s")
    void replacementFailed(String error);

    @LogMessage(level = Level.WARN)
    @Message(id = 54, value = "Error creating additional connection: %s")
    void additionalCreationFailed(String error);

    @LogMessage(level = Level.WARN)
    @Message(id = 55, value = "Error recreating connection %d: %s")
    void recreationFailed(long number, String error);

    @LogMessage(level = Level.WARN)
    @Message(id = 56, value = "Connection %s could not be closed properly: %s%s")
    void closeFailed(String connection, String error, String more);

    @Message(id = 57, value = "Connection %s of pool '%s' has not been released for %d s: %s, tenant %s, tags %s")
    String leaked(String connection, String pool, long seconds, String holder, String tenant, String tags);

    @LogMessage(level = Level.WARN)
    @Message(id = 58, value = "Pool at maximum limit (%d/%d), waiting for available connection...")
    void saturated(int total, int max);

    @LogMessage(level = Level.WARN)
    @Message(
            id = 59,
            value = "Pool at maximum limit (%d/%d), waiting for available connection..."
                    + " (%d more caller%s since the last such line)")
    void saturatedAgain(int total, int max, long unsaid, String ending);

    @LogMessage(level = Level.WARN)
    @Message(id = 60, value = "%s request already in progress%s")
    void alreadyInProgress(String operation, String order);

    @LogMessage(level = Level.WARN)
    @Message(id = 70, value = "%s not completed: %s%s")
    void incomplete(String operation, String reason, String order);

    @LogMessage(level = Level.WARN)
    @Message(id = 61, value = "%s refused: %s is in progress%s")
    void refused(String operation, String running, String order);

    @LogMessage(level = Level.INFO)
    @Message(id = 63, value = "Paused: callers wait until the pool is resumed")
    void paused();

    @LogMessage(level = Level.INFO)
    @Message(id = 64, value = "Resumed")
    void resumed();

    @LogMessage(level = Level.INFO)
    @Message(id = 65, value = "Disabled%s: callers are refused until the pool is enabled")
    void disabled(String why);

    @LogMessage(level = Level.INFO)
    @Message(id = 66, value = "Enabled")
    void enabled();

    @LogMessage(level = Level.INFO)
    @Message(id = 67, value = "New connections now go to %s")
    void moved(String where);

    @LogMessage(level = Level.WARN)
    @Message(id = 62, value = "The source of connections could not be closed properly: %s")
    void storeCloseFailed(String error);

    @LogMessage(level = Level.WARN)
    @Message(
            id = 71,
            value = "PASSWORD_REJECTED: pool '%s': the server has rejected %d attempt%s to log in: %s;"
                    + " rotate-credentials takes other credentials at once")
    void passwordRejected(String pool, long attempts, String ending, String error);

    @LogMessage(level = Level.WARN)
    @Message(id = 80, value = "FAULT INJECTION on pool '%s' %s%s")
    void faultInjection(String pool, String news, String more);

    @LogMessage(level = Level.WARN)
    @Message(id = 83, value = "SERVER_FULL: pool '%s': %s")
    void serverFull(String pool, String why);

    @LogMessage(level = Level.INFO)
    @Message(id = 72, value = "pool '%s' works again after %s, %s")
    void recovered(String pool, String length, String attempts);

    @LogMessage(level = Level.INFO)
    @Message(id = 73, value = "pool '%s': connection %s was found dead and is replaced%s")
    void foundDead(String pool, String connection, String more);

    @LogMessage(level = Level.WARN)
    @Message(id = 74, value = "Error creating connection (%s): %s")
    void creationFailed(String purpose, String error);

    @LogMessage(level = Level.WARN)
    @Message(id = 75, value = "Connection pool initialized with %d connection%s, %s")
    void initializedWithFewer(long count, String ending, String why);

    @LogMessage(level = Level.WARN)
    @Message(id = 76, value = "Policy %s")
    void policyEffect(String news);

    @Message(id = 101, value = "Connection %s obtained from pool")
    String obtained(String connection);

    @Message(id = 102, value = "Connection %s obtained after waiting")
    String obtainedAfterWaiting(String connection);

    @Message(id = 103, value = "Connection %s released")
    String released(String connection);

    @Message(id = 104, value = "New connection %s created on demand (total: %d/%d)")
    String createdOnDemand(String connection, int total, int max);

    @Message(id = 105, value = "New connection %s added to pool")
    String addedToPool(String connection);

    @Message(id = 106, value = "Additional connection %s created")
    String additional(String connection);

    @Message(id = 107, value = "Connection %s created (%s)")
    String created(String connection, String purpose);

    @Message(id = 108, value = "Connection %s validated")
    String validated(String connection);

    @Message(id = 109, value = "Connection %s failed ping: %s")
    String failedPing(String connection, String why);

    @Message(id = 110, value = "Connection %s expired due to lifetime")
    String expired(String connection);

    @Message(id = 111, value = "Connection %s forcibly expired")
    String forciblyExpired(String connection);

    @Message(id = 112, value = "Connection %s was idle for too long")
    String idleTooLong(String connection);

    @Message(id = 113, value = "Connection %s closed (%s)")
    String connectionClosed(String connection, String reason);

    @Message(id = 114, value = "Pool at maximum limit (%d/%d), waiting for available connection...")
    String waiting(int total, int max);
}
