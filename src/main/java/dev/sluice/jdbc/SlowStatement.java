package dev.sluice.jdbc;

import java.util.Map;

/** The slow statement of the demonstration. */
final class SlowStatement {

    /**
     * A join that computes for some seconds in H2, and reads and changes no table. RAND keeps H2 from answering with the
     * result of the last execution.
     */
    static final Map<String, String> BY_NAME = Map.of(
            "slow-report",
            "SELECT MAX(A.X * B.X * RAND()) FROM SYSTEM_RANGE(1, 3000) A CROSS JOIN SYSTEM_RANGE(1, 3000) B");

    private SlowStatement() {}
}
