package example;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;

/** Shows the spans of the application to its test. */
@Path("/spans")
public class TraceResource {

    @Inject
    TraceLog log;

    @GET
    public List<String> ended() {
        return log.ended();
    }
}
