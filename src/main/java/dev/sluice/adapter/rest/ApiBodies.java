package dev.sluice.adapter.rest;

import dev.sluice.batch.control.BatchSetting;
import dev.sluice.batch.control.BatchSettings;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;

/**
 * The schemas of request bodies, and the query of a batch with rows. The service reads each body as a map, so that a wrong field is refused by its name;
 * there is no class from which a schema could be made.
 */
final class ApiBodies {

    private ApiBodies() {}

    static void describe(String path, Operation operation) {
        Content content = operation.getRequestBody() == null
                ? null
                : operation.getRequestBody().getContent();
        MediaType json = content == null ? null : content.getMediaType("application/json");
        if (json == null) {
            return;
        }
        if (path.endsWith("/pools")) {
            json.setSchema(object(pool(), List.of("name", "url")));
        } else if (path.equals(BatchesResource.PATH)) {
            json.setSchema(object(batch(), List.of()));
            BatchSettings.of(BatchSetting.Surface.ROWS)
                    .forEach(each -> operation.addParameter(ApiValues.inQuery(each.spec())));
        }
    }

    /** Returns the fields for {@link PlanBody}. */
    static Map<String, Schema> pool() {
        Map<String, Schema> fields = new LinkedHashMap<>();
        fields.put("name", text("The name of the pool."));
        fields.put("persist", flag("Whether the pool is kept for the next start (default false)."));
        fields.put("url", text("The JDBC URL."));
        fields.put("username", text("The user."));
        fields.put("password", secret("The password; not together with secret."));
        fields.put("secret", text("The name of a password under sluice.secrets."));
        fields.put("minSize", whole("Connections that are kept (default 10, or maxSize if that is less).", 0, 10_000));
        fields.put("maxSize", whole("Maximum connections (1–10000, default 20).", 1, 10_000));
        List.of(
                        "acquisitionTimeout",
                        "shortestWait",
                        "maxLifetime",
                        "idleTimeout",
                        "validateAfterIdle",
                        "validationTimeout",
                        "probeAfter",
                        "probeWait",
                        "backgroundValidation",
                        "leakThreshold",
                        "maintenanceInterval",
                        "aging",
                        "connectTimeout",
                        "loginTimeout",
                        "creationTimeout",
                        "socketTimeout")
                .forEach(name -> fields.put(name, duration("As sluice.pools.<name>." + hyphened(name) + ".")));
        fields.put("lifetimeJitter", number("The share by which lifetimes differ (0–1, default 0.1)."));
        fields.put("leakStacks", text("off, suspects (default) or all."));
        fields.put("maxWaiters", whole("Maximum waiters (default: no cap).", 0, Integer.MAX_VALUE));
        fields.put("transactions", flag("Whether connections take part in JTA transactions (default true)."));
        fields.put("sessionReset", text("transaction (default) or full."));
        fields.put("sessionResetBetweenTenants", flag("Whether tenants get full resets (default true)."));
        fields.put("verbose", flag("Whether each lease is logged (default false)."));
        fields.put("admission", rules());
        return fields;
    }

    private static Schema rules() {
        return OASFactory.createSchema()
                .addType(Schema.SchemaType.OBJECT)
                .description("The rules of the gate, with the fields of PolicyView; each may be left out.");
    }

    /** Returns the fields for {@link BatchSettings}. */
    static Map<String, Schema> batch() {
        Map<String, Schema> fields = new LinkedHashMap<>();
        BatchSettings.of(BatchSetting.Surface.ORDER)
                .forEach(each -> fields.put(each.name(), ApiValues.field(each.spec())));
        return fields;
    }

    private static Schema object(Map<String, Schema> fields, List<String> required) {
        Schema object = OASFactory.createSchema()
                .addType(Schema.SchemaType.OBJECT)
                .properties(fields)
                .additionalPropertiesSchema(OASFactory.createSchema().booleanSchema(false));
        return required.isEmpty() ? object : object.required(required);
    }

    private static Schema text(String description) {
        return OASFactory.createSchema().addType(Schema.SchemaType.STRING).description(description);
    }

    private static Schema secret(String description) {
        return text(description).format("password").writeOnly(true);
    }

    private static Schema duration(String description) {
        return text(description + " Written 500ms, 30s, 5m or PT1H.");
    }

    private static Schema flag(String description) {
        return OASFactory.createSchema().addType(Schema.SchemaType.BOOLEAN).description(description);
    }

    private static Schema number(String description) {
        return OASFactory.createSchema()
                .addType(Schema.SchemaType.NUMBER)
                .description(description)
                .minimum(BigDecimal.ZERO);
    }

    private static Schema whole(String description, int least, int most) {
        return OASFactory.createSchema()
                .addType(Schema.SchemaType.INTEGER)
                .format("int32")
                .description(description)
                .minimum(BigDecimal.valueOf(least))
                .maximum(BigDecimal.valueOf(most));
    }

    private static String hyphened(String name) {
        return name.replaceAll("(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }
}
