package example;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;

/** What the application keeps. */
@Entity
public class PurchaseOrder {

    @Id
    @GeneratedValue
    public Long id;

    public String item;
}
