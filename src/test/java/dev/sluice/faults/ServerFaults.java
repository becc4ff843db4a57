package dev.sluice.faults;

import dev.sluice.testing.PostgresServer;
import dev.sluice.testing.PostgresServer.Shutdown;

/** Faults of the whole server. It runs again when they return. */
final class ServerFaults {

    private ServerFaults() {}

    static void frozen(Scene scene) {
        server(scene).freeze();
        try {
            scene.feel(100, 400);
        } finally {
            server(scene).resume();
        }
    }

    /** Lets open sessions continue, until a harder shutdown ends them. */
    static void smartShutdown(Scene scene) {
        server(scene).beginShutdown(Shutdown.SMART);
        scene.feel(50, 200);
        shutDown(scene, Shutdown.FAST);
    }

    static void fastShutdown(Scene scene) {
        shutDown(scene, Shutdown.FAST);
    }

    static void immediateShutdown(Scene scene) {
        shutDown(scene, Shutdown.IMMEDIATE);
    }

    private static void shutDown(Scene scene, Shutdown way) {
        server(scene).shutDown(way);
        scene.feel(50, 1000);
        server(scene).startAgain();
    }

    static void killed(Scene scene) {
        server(scene).kill();
        scene.feel(50, 1000);
        server(scene).startAgain();
    }

    /** The server ends all other sessions, too, and recovers by itself. */
    static void sessionsKilled(Scene scene) {
        server(scene).killSessionsOf(Site.ROLE);
        server(scene).awaitReady();
    }

    private static PostgresServer server(Scene scene) {
        return scene.site().server();
    }
}
