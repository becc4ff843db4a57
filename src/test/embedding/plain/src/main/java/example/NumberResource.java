package example;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** Answers with a number from the database, with a failure, and with the type of the data source. */
@Path("/number")
public class NumberResource {

    @Inject
    DataSource dataSource;

    @GET
    public int number() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select 7")) {
            result.next();
            return result.getInt(1);
        }
    }

    @GET
    @Path("failure")
    public int failure() {
        throw new IllegalStateException("as it should");
    }

    @GET
    @Path("type")
    public String type() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return connection.getClass().getName();
        }
    }
}
