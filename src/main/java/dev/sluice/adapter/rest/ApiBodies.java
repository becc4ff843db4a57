package dev.sluice.adapter.rest;

import dev.sluice.batch.control.BatchSetting;
import dev.sluice.batch.control.BatchSettings;
import dev.sluice.control.operation.OperationCatalogue;
import dev.sluice.pool.WhatIfQuestion;
import dev.sluice.pool.operation.OperationName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;

/**
 * The schemas of request bodies, and the query of a batch with rows. The service reads each body as a map, so that a
 * wrong field is refused by its name. Therefore no class exists from which a schema could be derived.
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
        } else if (WhatIfBody.isOf(path)) {
            json.setSchema(object(whatIf(), List.of()));
        } else if (path.equals(BatchesResource.PATH)) {
            json.setSchema(object(batch(), List.of()));
            BatchSettings.of(BatchSetting.SettingSource.ROWS)
                    .forEach(each -> operation.addParameter(ApiValues.inQuery(each.spec())));
        }
    }

    /** Returns the fields for {@link PlanBody}. */
    static Map<String, Schema> pool() {
        Map<String, Schema> fields = new LinkedHashMap<>();
        fields.put("name", text("The name of the pool."));
        OperationCatalogue.entry(OperationName.CREATE_POOL)
                .parameters()
                .forEach(parameter -> fields.put(parameter.name(), ApiValues.field(parameter)));
        fields.put(
                "admission",
                OASFactory.createSchema()
                        .addType(Schema.SchemaType.OBJECT)
                        .description("The rules of the gate, with the fields of PolicyView; each may be left out."));
        fields.put(
                "policy",
                OASFactory.createSchema()
                        .addType(Schema.SchemaType.OBJECT)
                        .description(
                                "The policies beyond the gate, with the fields of PolicyView; each may be left out."));
        return fields;
    }

    /** Returns the fields for {@link WhatIfBody}. */
    static Map<String, Schema> whatIf() {
        Map<String, Schema> fields = new LinkedHashMap<>();
        WhatIfQuestion.VALUES.forEach(value -> fields.put(value.name(), ApiValues.field(value)));
        fields.put(
                WhatIfBody.RULES,
                OASFactory.createSchema()
                        .addType(Schema.SchemaType.OBJECT)
                        .description("Changes of the rules of the gate, with the fields of PolicyView."));
        return fields;
    }

    /** Returns the fields for {@link BatchSettings}. */
    static Map<String, Schema> batch() {
        Map<String, Schema> fields = new LinkedHashMap<>();
        BatchSettings.of(BatchSetting.SettingSource.ORDER)
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
}
