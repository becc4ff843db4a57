package dev.sluice.adapter.cli;

/** The answers of a service. */
final class Says {

    static final String UNKNOWN_POOL = """
            {"type":"urn:sluice:problem:unknown-pool","status":404,"title":"Unknown pool","detail":"no pool 'nobody'"}""";

    static final String INCOMPLETE = """
            {"type":"urn:sluice:problem:operation-incomplete","status":503,"title":"Operation incomplete",\
            "detail":"reset created 0 of 10 connections: connection refused"}""";

    private Says() {}

    /** Statistics of a pool with so many leases given out, one of which is still out, and two callers that wait. */
    static String stats(String name, long acquired) {
        return """
               {"name":"%s","state":"RUNNING","stateReason":null,"provenSecondsAgo":35.2,"total":2,"available":1,"inUse":1,"creating":0,"closing":0,"stuckThreads":0,\
               "minConnections":2,"maxConnections":4,"utilization":0.25,"uptimeSeconds":125.5,"generation":3,\
               "waiting":2,"waitingByLane":{"CRITICAL":0,"HIGH":1,"NORMAL":0,"LOW":1,"BACKGROUND":0},"leakSuspects":0,\
               "specifics":{"pings":7},"counters":{"acquired":%d,"waits":4,"waitedSeconds":0.01,\
               "longestWaitSeconds":0.005,"timeouts":6,"maxInUse":2},"connections":[\
               {"id":"conn_1_5","inUse":false,"ageSeconds":60,"idleSeconds":5,"holder":null,"heldSeconds":0,\
               "tenant":null,"tags":{}},\
               {"id":"conn_2_6","inUse":true,"ageSeconds":60,"idleSeconds":5,"holder":"worker-1","heldSeconds":12.25,\
               "tenant":"acme","tags":{"feature":"billing"}}]}""".formatted(name, acquired);
    }

    /** The list of pools, by their names. */
    static String pools(String... names) {
        return "[{\"name\":\"" + String.join("\"},{\"name\":\"", names) + "\"}]";
    }

    /** A report of a reset that did all it should. */
    static String report() {
        return """
               {"id":"op_1_1","operation":"reset","pool":"default","dryRun":false,"durationMillis":11.25,\
               "state":"RUNNING","before":10,"after":10,"retired":["conn_1_1","conn_2_2"],\
               "retireOnRelease":["conn_3_3"],"broken":[],"wanted":10,"created":10,"failed":0,"holders":[],\
               "complete":true,"message":null}""";
    }

    /** An operation that stands so. */
    static String operation(String status, String report, String problem) {
        return """
               {"id":"op_1_1","operation":"reset","pool":"default","status":"%s","report":%s,"problem":%s}""".formatted(status, report, problem);
    }
}
