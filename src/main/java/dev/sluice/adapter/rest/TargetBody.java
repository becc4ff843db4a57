package dev.sluice.adapter.rest;

import dev.sluice.control.operation.Command;
import dev.sluice.control.operation.Commands;
import dev.sluice.pool.operation.Pace;
import dev.sluice.pool.store.Target;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads where a pool is to move, or for whom. It comes in a body, as a password has no place in an address, which is
 * logged on the way.
 */
final class TargetBody {

    private static final int MOST = 1000;

    private final Map<?, ?> fields;

    private TargetBody(InputStream body, String about, List<String> known) {
        fields = JsonBody.read(body, about);
        for (Object name : fields.keySet()) {
            if (!known.contains(String.valueOf(name))) {
                String detail = "there is no field '" + name + "' here; known: " + String.join(", ", known);
                throw Refusal.parameter(ProblemType.UNKNOWN_PARAMETER, String.valueOf(name), detail);
            }
        }
    }

    static Command switchEndpoint(InputStream body) {
        TargetBody target =
                new TargetBody(body, "with the target", List.of("url", "username", "password", "writable", "patience"));
        String url = target.text("url");
        if (url == null) {
            throw Refusal.parameter(ProblemType.BAD_PARAMETER, "url", "url must be given: missing");
        }
        String writable = target.text("writable");
        return Commands.switchEndpoint(
                new Target(
                        url,
                        target.text("username"),
                        target.text("password"),
                        writable == null || Parameters.flag("writable", writable)),
                Parameters.patience("patience", target.text("patience")));
    }

    static Command rotateCredentials(InputStream body) {
        TargetBody target = new TargetBody(
                body,
                "with the credentials",
                List.of("username", "password", "atOnce", "perSecond", "mostFailures", "patience"));
        return Commands.rotateCredentials(
                new Target(null, target.text("username"), target.text("password"), false),
                new Pace(
                        Parameters.number("atOnce", target.text("atOnce", "1"), 1, MOST),
                        Parameters.decimal("perSecond", target.text("perSecond", "0"), 0, MOST),
                        Parameters.number("mostFailures", target.text("mostFailures", "0"), 0, MOST)),
                Parameters.patience("patience", target.text("patience")));
    }

    private String text(String name, String otherwise) {
        String text = text(name);
        return text == null ? otherwise : text;
    }

    private @Nullable String text(String name) {
        Object value = fields.get(name);
        if (value == null) {
            return null;
        }
        if (value instanceof Map || value instanceof List || value.toString().isBlank()) {
            throw Refusal.parameter(ProblemType.BAD_PARAMETER, name, name + " must be a text or a number");
        }
        return value.toString();
    }
}
