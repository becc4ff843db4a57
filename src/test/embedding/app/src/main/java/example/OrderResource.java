package example;

import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.eclipse.microprofile.context.ManagedExecutor;

/** The application's own surface, which knows nothing of Sluice. */
@Path("/orders")
public class OrderResource {

    @Inject
    EntityManager entities;

    @Inject
    DataSource dataSource;

    @Inject
    ManagedExecutor executor;

    @POST
    @Transactional
    public Long add(String item) {
        PurchaseOrder order = new PurchaseOrder();
        order.item = item;
        entities.persist(order);
        return order.id;
    }

    @GET
    public List<PurchaseOrder> all() {
        return entities.createQuery("from PurchaseOrder order by id", PurchaseOrder.class)
                .getResultList();
    }

    @GET
    @Path("count")
    public long count() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select count(*) from PurchaseOrder")) {
            result.next();
            return result.getLong(1);
        }
    }

    /** Counts in another thread, which has the context of the request. */
    @GET
    @Path("count-elsewhere")
    public long countElsewhere() {
        return executor.supplyAsync(() -> {
                    try {
                        return count();
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .join();
    }
}
