package dev.sluice.testing;

import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;

/**
 * Adds the admin token to the requests of tests, except to those that bring credentials of their own and those of {@link
 * Anonymous}.
 */
public final class AsAdmin implements Filter {

    @Override
    public Response filter(
            FilterableRequestSpecification request, FilterableResponseSpecification expected, FilterContext context) {
        if (request.getHeaders().hasHeaderWithName(Anonymous.MARK)) {
            request.removeHeader(Anonymous.MARK);
        } else if (!request.getHeaders().hasHeaderWithName("Authorization")) {
            request.header("Authorization", "Bearer " + Operator.token());
        }
        return context.next(request, expected);
    }
}
