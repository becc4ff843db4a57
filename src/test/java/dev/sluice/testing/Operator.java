package dev.sluice.testing;

import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Requests of an operator: with the token that the service under test has made, where it needs one. */
public final class Operator {

    /** As {@code application.properties} says for tests. */
    public static final Path TOKEN_FILE = Path.of("target", "operator-token");

    private Operator() {}

    /** The token. */
    public static String token() {
        try {
            return Files.readString(TOKEN_FILE).strip();
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
