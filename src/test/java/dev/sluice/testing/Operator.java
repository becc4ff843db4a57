package dev.sluice.testing;

import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Requests of an operator: with the token that the service under test has made, where it needs one. */
public final class Operator {

    /** As {@code application.properties} says for tests. */
    public static final Path TOKEN_FILE = Path.of("target", "admin-token");

    private static final String KEY = "sluice.security.admin-token";

    private Operator() {}

    /** Returns the admin token of the application under test: the configured one, or that of its file. */
    public static String token() {
        Config config = ConfigProvider.getConfig();
        return config.getOptionalValue(KEY, String.class).orElseGet(() -> inFile(config));
    }

    private static String inFile(Config config) {
        Path file = config.getOptionalValue(KEY + "-file", Path.class).orElse(TOKEN_FILE);
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A request that brings it. */
    public static RequestSpecification given() {
        return RestAssured.given().header("Authorization", "Bearer " + token());
    }

    /** Such a request. */
    public static Response post(String path) {
        return given().post(path);
    }
}
