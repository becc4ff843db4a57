package dev.sluice.adapter.rest;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.Paths;

/**
 * Describes this API at the path of {@value ApiRoot#KEY}, which is known when the application starts. Paths of the
 * application stay as they are.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.RUNTIME_STARTUP)
public class DescribedPaths implements OASFilter {

    @Override
    public void filterOpenAPI(OpenAPI api) {
        move(api, ApiRoot.pathIn(ConfigProvider.getConfig()));
    }

    static void move(OpenAPI api, String path) {
        if (api.getPaths() == null) {
            return;
        }
        Paths moved = OASFactory.createPaths().extensions(api.getPaths().getExtensions());
        for (Map.Entry<String, PathItem> each : api.getPaths().getPathItems().entrySet()) {
            moved.addPathItem(each.getKey().replace(ApiRoot.INSIDE, path), each.getValue());
        }
        api.setPaths(moved);
    }
}
