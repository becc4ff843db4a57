package dev.sluice.adapter.quarkus;

import dev.sluice.pool.store.ResourceCheck;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.inject.Singleton;
import java.lang.annotation.Annotation;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The beans of the application that check connections, by the names for the policy {@code checks}. Thread-safe. */
@Singleton
public class ApplicationChecks {

    private final Instance<ResourceCheck<?>> beans;

    ApplicationChecks(@Any Instance<ResourceCheck<?>> beans) {
        this.beans = beans;
    }

    /**
     * Returns the checks by their names. A bean without a name cannot be used.
     *
     * @throws BadConfiguration if two beans have the same name
     */
    Map<String, ResourceCheck<?>> byName() {
        Map<String, ResourceCheck<?>> checks = new TreeMap<>();
        for (Instance.Handle<ResourceCheck<?>> handle : beans.handles()) {
            String name = nameOf(handle.getBean());
            if (name != null && checks.put(name, handle.get()) != null) {
                throw new BadConfiguration("two beans of the type ResourceCheck have the name '" + name + "'");
            }
        }
        return checks;
    }

    private static @Nullable String nameOf(Bean<?> bean) {
        for (Annotation qualifier : bean.getQualifiers()) {
            if (qualifier instanceof Identifier identifier) {
                return identifier.value();
            }
        }
        return bean.getName();
    }
}
