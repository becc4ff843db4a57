package dev.sluice.adapter.rest;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyOrNullString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.restassured.response.Response;

/** The form of every refusal. */
final class Problems {

    private Problems() {}

    /** A problem without a type of ours, as the framework finds them. */
    static Problem isProblem(Response response, int status) {
        response.then().statusCode(status).contentType(startsWith("application/problem+json"));
        return new Problem(response)
                .body("status", equalTo(status))
                .body("title", not(emptyOrNullString()))
                .body("instance", startsWith("/"))
                .body(not(containsString("at dev.sluice")));
    }

    static Problem isProblem(Response response, ProblemType type) {
        return isProblem(response, type.status())
                .body("type", equalTo(type.uri().toString()))
                .body("title", equalTo(type.title()))
                .body("detail", not(emptyOrNullString()));
    }

    static void namesParameter(Response response, ProblemType type, String parameter) {
        isProblem(response, type).body("parameter", equalTo(parameter));
    }
}
