package dev.sluice.adapter.rest;

import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/** The description of the operations of the catalogue as it is now, for tests of other packages. */
public final class OperationsInOpenApi {

    private OperationsInOpenApi() {}

    /** Returns the names of the parameters of a path; fails if the document has no such path. */
    public static List<String> parametersOf(String path) {
        OpenAPI api = OASFactory.createOpenAPI().paths(OASFactory.createPaths());
        api.getPaths()
                .addPathItem(
                        "/pools/{name}/" + OperationPaths.TEMPLATE,
                        OASFactory.createPathItem()
                                .POST(OASFactory.createOperation().addTag(ApiDescription.POOLS)));
        ApiOperations.expand(api);
        PathItem item = api.getPaths().getPathItem(path);
        Operation operation = item.getOperations().get(PathItem.HttpMethod.POST);
        return operation.getParameters().stream().map(Parameter::getName).toList();
    }
}
