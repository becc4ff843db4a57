package example;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/** Has paths that the REST interface of Sluice has, too, if it has no path of its own. */
@Path("/operations")
public class ShopResource {

    @GET
    @Path("{id}")
    public String operation(@PathParam("id") String id) {
        return "operation of the shop: " + id;
    }
}
