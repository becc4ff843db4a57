package dev.sluice.faults;

import dev.sluice.testing.wire.FaultyWire;
import dev.sluice.testing.wire.Way;
import dev.sluice.testing.wire.Weather;
import java.time.Duration;

/** Faults of the network. {@link Site#heal()} ends their effects. */
final class WireFaults {

    private WireFaults() {}

    static void refused(Scene scene) {
        wire(scene).closeDoor();
        wire(scene).resetAll();
        scene.feel(50, 250);
    }

    static void resetAtTheDoor(Scene scene) {
        wire(scene).resetAtTheDoor();
        wire(scene).resetAll();
        scene.feel(50, 250);
    }

    static void silent(Scene scene) {
        weather(scene, Weather.blackHole(Way.TO_SERVER, Way.TO_CLIENT));
        wire(scene).resetAll();
        scene.feel(50, 250);
    }

    static void authNeverAnswers(Scene scene) {
        weather(scene, Weather.blackHole(Way.TO_CLIENT));
        wire(scene).resetAll();
        scene.feel(50, 250);
    }

    static void latency(Scene scene) {
        weather(scene, Weather.slow(scene.millis(5, 30), Duration.ZERO));
        scene.feel(50, 150);
    }

    static void jitter(Scene scene) {
        weather(scene, Weather.slow(Duration.ZERO, scene.millis(5, 30)));
        scene.feel(50, 150);
    }

    static void bandwidth(Scene scene) {
        weather(scene, Weather.narrow(5_000 + scene.random().nextInt(50_000)));
        scene.feel(50, 150);
    }

    static void blackHoleToServer(Scene scene) {
        weather(scene, Weather.blackHole(Way.TO_SERVER));
        scene.feel(100, 300);
    }

    static void blackHoleToClient(Scene scene) {
        weather(scene, Weather.blackHole(Way.TO_CLIENT));
        scene.feel(100, 300);
    }

    /** For longer than the driver waits for an answer, and nobody resets what was lost. */
    static void blackHoleBeyondTimeouts(Scene scene) {
        weather(scene, Weather.blackHole(Way.TO_CLIENT));
        scene.traffic().feel(Integer.MAX_VALUE / 2, Duration.ofMillis(2500));
    }

    static void reset(Scene scene) {
        wire(scene).resetAll();
    }

    static void halfClose(Scene scene) {
        wire(scene).halfClose(scene.random().nextBoolean() ? Way.TO_SERVER : Way.TO_CLIENT);
        scene.feel(10, 50);
    }

    static void cut(Scene scene) {
        Way way = scene.random().nextBoolean() ? Way.TO_SERVER : Way.TO_CLIENT;
        weather(scene, Weather.cut(way, 1 + scene.random().nextInt(1500)));
        scene.feel(20, 100);
    }

    static void slowClose(Scene scene) {
        weather(scene, Weather.slowToClose(scene.millis(20, 200)));
        scene.terminateAll();
        scene.feel(20, 100);
    }

    private static FaultyWire wire(Scene scene) {
        return scene.site().wire();
    }

    private static void weather(Scene scene, Weather weather) {
        wire(scene).weather(weather);
    }
}
