package dev.sluice.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.MatcherAssert.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.hamcrest.Matcher;

/**
 * The problem document of a refusal. It is read by Jackson, once: each path that RestAssured reads compiles a Groovy
 * script, which takes more of a processor than the request.
 */
final class Problem {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Response response;
    private final JsonNode document;

    Problem(Response response) {
        this.response = response;
        try {
            document = JSON.readTree(response.asString());
        } catch (IOException e) {
            throw new UncheckedIOException("not a JSON document: " + response.asString(), e);
        }
        assertThat(document.isObject()).as(response.asString()).isTrue();
    }

    /** Checks a member, which is named as in {@code report.created}; null if it is not there. */
    <T> Problem body(String path, Matcher<T> matcher) {
        JsonNode member = document.at("/" + path.replace('.', '/'));
        Object value = member.isMissingNode() ? null : JSON.convertValue(member, Object.class);
        @SuppressWarnings("unchecked") // a matcher refuses a value of another type
        Matcher<Object> ofAnything = (Matcher<Object>) matcher;
        assertThat(path + " of " + document, value, ofAnything);
        return this;
    }

    /** Checks the text of the document. */
    Problem body(Matcher<String> matcher) {
        assertThat(response.asString(), matcher);
        return this;
    }

    /** Checks a header of the response. */
    Problem header(String name, String value) {
        then().header(name, value);
        return this;
    }

    /** Checks a header of the response. */
    Problem header(String name, Matcher<String> matcher) {
        then().header(name, matcher);
        return this;
    }

    /** Returns the response, for other checks. */
    ValidatableResponse then() {
        return response.then();
    }
}
