package dev.sluice.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.sluice.testing.FakeRequest;
import dev.sluice.value.BadValue;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The path of the API")
@Tag("fast")
class ApiRootTest {

    private static ApiRoot root(String application, String path) {
        return new ApiRoot(() -> application, path);
    }

    @ParameterizedTest(name = "{0} + {1}: {2}")
    @DisplayName("leads to its resources, and to nothing else")
    @CsvSource({
        "'', '', /pools, /pools",
        "'', '', /pool/stats, /pool/stats",
        "'', '', /poolside, ",
        "'', '', /orders, ",
        "'', /internal/sluice, /internal/sluice/pools/a%2Fb/stats, /pools/a%2Fb/stats",
        "'', /internal/sluice, /internal;x=1/sluice/pool;y/stats, /pool/stats",
        "'', /internal/sluice, /internal/sluice, ",
        "'', /internal/sluice, /internal/sluice/orders, ",
        "'', /internal/sluice, /internal/sluices/pools, ",
        "'', /internal/sluice, /pools, ",
        "/shop/api, /internal/sluice, /shop/api/internal/sluice/batches, /batches",
        "/shop/api, /internal/sluice, /internal/sluice/batches, ",
        "/shop/api, '', /shop/api/operations/op_1, /operations/op_1",
    })
    void below(String application, String path, String request, String below) {
        assertThat(root(application, path).below(request)).isEqualTo(below);
    }

    @Test
    @DisplayName("is not that of a request that the application moves to another path")
    void moved() {
        ApiRoot root = root("", "");
        Config config = new SmallRyeConfigBuilder()
                .withDefaultValue("sluice.http.management", "false")
                .build();
        ApiRequests requests = new ApiRequests(root, new ManagementPort(config, root));
        FakeRequest request = new FakeRequest("/pools/orders");

        requests.recognise(request.context());
        assertThat(ApiRequests.pathOf(request.context())).isEqualTo("/pools/orders");
        request.moveTo("/shop");
        requests.recognise(request.context());
        assertThat(ApiRequests.pathOf(request.context())).isNull();
    }

    @Test
    @DisplayName("is in front of every resource, so that no resource meets one of the application")
    void everyResource() {
        var resources = new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages(ApiRoot.class.getPackageName())
                        .stream()
                        .filter(type -> type.isAnnotatedWith(Path.class))
                        .toList();

        assertThat(resources)
                .hasSizeGreaterThan(4)
                .allSatisfy(type -> assertThat(path(type)).startsWith(ApiRoot.INSIDE + "/"));
        assertThat(resources.stream()
                        .map(type -> "/" + ApiRoot.withoutInside(path(type)).split("/")[1])
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(ApiRoot.FIRST);
    }

    private static String path(JavaClass resource) {
        return resource.getAnnotationOfType(Path.class).value();
    }

    @Test
    @DisplayName("is in front of the paths of the description; the paths of the application stay")
    void described() {
        PathItem ours = OASFactory.createPathItem();
        PathItem theirs = OASFactory.createPathItem();
        OpenAPI api = OASFactory.createOpenAPI()
                .paths(OASFactory.createPaths()
                        .addPathItem("/shop" + ApiRoot.INSIDE + "/pools/{name}", ours)
                        .addPathItem("/shop/pools/{name}", theirs));

        DescribedPaths.move(api, "/internal/sluice");

        assertThat(api.getPaths().getPathItems())
                .containsEntry("/shop/internal/sluice/pools/{name}", ours)
                .containsEntry("/shop/pools/{name}", theirs)
                .hasSize(2);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("is read without the slash at its end, and refused with its key if it is no path")
    @CsvSource({
        "/, ''",
        "/internal/sluice/, /internal/sluice",
        "/~a.b/c_d-1, /~a.b/c_d-1",
        "internal, ",
        "//internal, ",
        "/a//b, ",
        "/a/../b, ",
        "/.., ",
        "/a b, ",
        "/a%20b, ",
        "/{name}, ",
        "http://host/a, ",
    })
    void read(String text, String path) {
        var config =
                new SmallRyeConfigBuilder().withDefaultValue(ApiRoot.KEY, text).build();
        if (path == null) {
            assertThatThrownBy(() -> ApiRoot.pathIn(config))
                    .isInstanceOf(BadValue.class)
                    .hasMessageContaining(ApiRoot.KEY);
        } else {
            assertThat(ApiRoot.pathIn(config)).isEqualTo(path);
        }
    }
}
