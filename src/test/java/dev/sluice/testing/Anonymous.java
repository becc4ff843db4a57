package dev.sluice.testing;

import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;

/** Requests without credentials. */
public final class Anonymous {

    /** The header that {@link AsAdmin} removes. */
    static final String MARK = "Test-Anonymous";

    private Anonymous() {}

    /** Returns a request without credentials. */
    public static RequestSpecification given() {
        return RestAssured.given().header(MARK, "true");
    }

    /** Sends a read without credentials. */
    public static Response get(String path) {
        return given().get(path);
    }
}
