package dev.sluice.adapter.rest;

import io.quarkus.runtime.configuration.ConfigUtils;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.build.compatible.spi.BuildCompatibleExtension;
import jakarta.enterprise.inject.build.compatible.spi.ClassConfig;
import jakarta.enterprise.inject.build.compatible.spi.Enhancement;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Puts {@link LateDocuments} before the OpenAPI documents of the service, when the application is built. The documents
 * of an application that embeds Sluice stay as they are.
 */
public class LateDocumentsExtension implements BuildCompatibleExtension {

    /** The bean of Quarkus; by its name, because an application without an OpenAPI document does not have the class. */
    private static final String DOCUMENTS = "io.quarkus.smallrye.openapi.runtime.OpenApiDocumentService";

    /** Marks the bean of the documents. */
    @Enhancement(types = Object.class, withSubtypes = true, withAnnotations = ApplicationScoped.class)
    public void delay(ClassConfig type) {
        if (type.info().name().equals(DOCUMENTS) && isService()) {
            type.addAnnotation(PreparedOnRequest.class);
        }
    }

    /**
     * Returns whether the service is built for production. In tests and in development, the bean of Quarkus is in a class
     * loader that does not see the class that Quarkus generates for {@link PreparedOnRequest}.
     */
    private static boolean isService() {
        return ConfigUtils.isProfileActive("prod")
                && ConfigProvider.getConfig()
                        .getOptionalValue(HttpProblems.EVERY_PATH, Boolean.class)
                        .orElse(false);
    }
}
