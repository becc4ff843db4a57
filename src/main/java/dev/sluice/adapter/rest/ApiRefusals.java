package dev.sluice.adapter.rest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** The answers that many operations have in common: problems, and operations that continue. */
final class ApiRefusals {

    static final String GOES_ON = "OperationGoesOn";

    private static final int UNAUTHORISED = 401;
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;
    private static final Map<Integer, String> RESPONSES = Map.ofEntries(
            Map.entry(400, "A parameter or a rule is invalid, unknown, or given twice"),
            Map.entry(UNAUTHORISED, "The credentials are missing or not valid"),
            Map.entry(403, "The sender has no role or pool for this, or is a page of another site"),
            Map.entry(404, "The pool, connection, operation or batch does not exist"),
            Map.entry(406, "The Accept header names no type that the answer has"),
            Map.entry(408, "The body was not complete within the time for bodies"),
            Map.entry(409, "Another operation runs, or the pool, connection or operation is in no state for this"),
            Map.entry(413, "The body is too large"),
            Map.entry(415, "The request has an unexpected body, or a body of another type"),
            Map.entry(421, "The Host header does not name this service"),
            Map.entry(422, "The idempotency key was used for a different request"),
            Map.entry(TOO_MANY, "The address or the name is locked after failed logins"),
            Map.entry(UNAVAILABLE, "The operation is incomplete, or the service is overloaded"),
            Map.entry(507, "The disk has no space for the rows"));

    /** Paths at which nothing can be missing. */
    private static final Set<String> WITHOUT_NAMES =
            Set.of(BatchesResource.PATH, IdentityResource.PATH, VerdictResource.PATH);

    private ApiRefusals() {}

    /** Adds the answers to the components. */
    static void addTo(Components components) {
        components.addResponse(
                GOES_ON,
                OASFactory.createAPIResponse()
                        .description("The operation continues; Location is its path")
                        .addHeader("Location", required("The path of the operation.", "/operations/op_12_1"))
                        .content(OASFactory.createContent()
                                .addMediaType(
                                        "application/json",
                                        OASFactory.createMediaType()
                                                .schema(OASFactory.createSchema()
                                                        .ref("Operation")))));
        new TreeMap<>(RESPONSES)
                .forEach((status, description) ->
                        components.addResponse(componentOf(status), problem(status, description)));
    }

    private static APIResponse problem(int status, String description) {
        MediaType json =
                OASFactory.createMediaType().schema(OASFactory.createSchema().ref(SchemaCorrections.PROBLEM));
        Arrays.stream(ProblemType.values())
                .filter(type -> type.status() == status)
                .forEach(type ->
                        json.addExample(type.title(), OASFactory.createExample().value(ApiExamples.problem(type))));
        APIResponse response = OASFactory.createAPIResponse()
                .description(description)
                .content(OASFactory.createContent().addMediaType(HttpProblems.CONTENT_TYPE, json));
        if (status == UNAUTHORISED) {
            response.addHeader("WWW-Authenticate", required("The scheme of the token.", "Bearer realm=\"sluice\""));
        }
        if (status == UNAVAILABLE || status == TOO_MANY) {
            Header retry = header("Seconds after which another request may succeed.", 5, Schema.SchemaType.INTEGER);
            response.addHeader("Retry-After", retry);
        }
        return response;
    }

    /** Returns a text header that every such answer has. */
    static Header required(String description, String example) {
        return header(description, example, Schema.SchemaType.STRING).required(true);
    }

    private static Header header(String description, Object example, Schema.SchemaType type) {
        return OASFactory.createHeader()
                .description(description)
                .example(example)
                .schema(OASFactory.createSchema().addType(type));
    }

    /** Adds the refusals that an operation may answer with. */
    static void addTo(String path, HttpMethod method, Operation operation) {
        for (int status : of(path, method)) {
            APIResponse response = OASFactory.createAPIResponse().ref(componentOf(status));
            operation.getResponses().addAPIResponse(String.valueOf(status), response);
        }
    }

    private static List<Integer> of(String path, HttpMethod method) {
        List<Integer> statuses = new ArrayList<>(List.of(400, UNAUTHORISED, 403, 406, 415, 421, TOO_MANY, UNAVAILABLE));
        if (!WITHOUT_NAMES.contains(path) && !path.endsWith("/pools")) {
            statuses.add(404);
        }
        if (method != HttpMethod.GET) {
            statuses.add(409);
        }
        if (method == HttpMethod.POST || method == HttpMethod.DELETE) {
            statuses.add(422);
        }
        if (method != HttpMethod.GET && method != HttpMethod.DELETE) {
            statuses.addAll(List.of(404, 408, 413));
        }
        if (path.startsWith(BatchesResource.PATH)) {
            statuses.remove(Integer.valueOf(422));
            if (method == HttpMethod.POST) {
                statuses.add(507);
            }
        } else if (path.startsWith(OperationsResource.PATH) || path.endsWith("/verbose") || WhatIfBody.isOf(path)) {
            statuses.remove(Integer.valueOf(422));
        }
        return statuses.stream().distinct().sorted().toList();
    }

    private static String componentOf(int status) {
        return "PoolProblem" + status;
    }
}
