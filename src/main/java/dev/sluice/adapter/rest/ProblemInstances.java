package dev.sluice.adapter.rest;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemContext;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemPostProcessor;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the instance of a problem a valid URI reference (RFC 9457). The library uses the decoded path of the request,
 * which may contain any character.
 */
@Singleton
@Unremovable
public class ProblemInstances implements ProblemPostProcessor {

    private static final String ALLOWED = "-._~!$&'()*+,;=:@/%";
    private static final int ASCII = 128;

    /** The priority of this processor, before the library's processor, which sets a missing instance. */
    private static final int FIRST = 1000;

    @Override
    public int priority() {
        return FIRST;
    }

    @Override
    public HttpProblem apply(HttpProblem problem, ProblemContext context) {
        String path = context.path;
        if (path == null || problem.getInstance() != null || reference(path).equals(path)) {
            return problem;
        }
        String encoded = URLEncoder.encode(reference(path), StandardCharsets.UTF_8); // the library decodes the instance
        return HttpProblem.builder(problem).withInstance(URI.create(encoded)).build();
    }

    /** Returns the path with escapes for all characters that a URI must not contain. */
    static String reference(@Nullable String path) {
        StringBuilder reference = new StringBuilder();
        for (byte each : String.valueOf(path).getBytes(StandardCharsets.UTF_8)) {
            int octet = Byte.toUnsignedInt(each);
            boolean plain = octet < ASCII && (Character.isLetterOrDigit(octet) || ALLOWED.indexOf(octet) >= 0);
            reference.append(plain ? String.valueOf((char) octet) : String.format("%%%02X", octet));
        }
        return withValidEscapes(reference.toString());
    }

    private static String withValidEscapes(String reference) {
        return reference.replaceAll("%(?![0-9A-Fa-f]{2})", "%25");
    }
}
