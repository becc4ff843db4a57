package dev.sluice.adapter.rest;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A line of the audit log. A field is null if the line does not have it.
 *
 * @param kind change or denial
 * @param number number of the line among those of its kind
 * @param time time of the line in UTC
 * @param who name of the requester
 * @param role roles of the requester
 * @param by way in which the identity is proven, such as token or jwt
 * @param claim name that the request claimed in addition, without a proof
 * @param address address of the peer
 * @param surface http, jmx or java
 * @param operation name of the operation
 * @param target name of the pool or other target
 * @param operationId id of the operation
 * @param parameters parameters without secrets
 * @param before values before the change
 * @param after values after the change
 * @param outcome begun, succeeded, incomplete, failed, cancelled or denied
 * @param reason reason of a denial or failure
 * @param previous hash of the line before
 * @param hash hash of the line
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record AuditEntry(
        @Nullable String kind,
        long number,
        @Nullable String time,
        @Nullable String who,
        @Nullable String role,
        @Nullable String by,
        @Nullable String claim,
        @Nullable String address,
        @Nullable String surface,
        @Nullable String operation,
        @Nullable String target,
        @Nullable String operationId,
        @Nullable Map<String, String> parameters,
        @Nullable Map<String, String> before,
        @Nullable Map<String, String> after,
        @Nullable String outcome,
        @Nullable String reason,
        @Nullable String previous,
        @Nullable String hash) {

    /** Returns the entry of a line whose fields were changed to other types. */
    static AuditEntry damaged(String kind, long number) {
        return new AuditEntry(
                kind,
                number,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                "damaged line",
                null,
                null);
    }
}
