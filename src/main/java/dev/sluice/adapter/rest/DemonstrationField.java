package dev.sluice.adapter.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.sluice.access.Demonstration;
import dev.sluice.pool.PoolStats;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.GenericEntity;
import java.util.List;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/** Adds a field to the answers about a pool, while the demonstration mode is in force. */
@Singleton
@IfBuildProperty(name = "sluice.http.enabled", stringValue = "true")
public class DemonstrationField {

    /** The types of the answers that have the field. */
    static final Set<Class<?>> SHOWN = Set.of(PoolStats.class, PoolOverview.class, PoolReadiness.class);

    private final Demonstration demonstration;

    DemonstrationField(Demonstration demonstration) {
        this.demonstration = demonstration;
    }

    /** Adds the field. */
    @Guarded
    @ServerResponseFilter
    public void add(ContainerResponseContext response) {
        Object answer = response.getEntity();
        if (answer instanceof List<?> list) {
            if (!list.isEmpty() && isShown(list.get(0)) && demonstration.isOn()) {
                response.setEntity(new GenericEntity<List<DemonstrationAnswer>>(answers(list)) {});
            }
        } else if (isShown(answer) && demonstration.isOn()) {
            response.setEntity(new DemonstrationAnswer(answer));
        }
    }

    private static List<DemonstrationAnswer> answers(List<?> list) {
        return list.stream().map(DemonstrationAnswer::new).toList();
    }

    private static boolean isShown(@Nullable Object answer) {
        return answer != null && SHOWN.contains(answer.getClass());
    }

    /**
     * An answer with the field.
     *
     * @param answer the answer without it
     */
    record DemonstrationAnswer(@JsonUnwrapped Object answer) {

        /** Returns the value of the field. */
        @JsonProperty(Demonstration.FIELD)
        boolean demonstration() {
            return true;
        }
    }
}
