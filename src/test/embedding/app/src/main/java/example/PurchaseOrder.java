package example;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;

/** An order that the application stores. */
@Entity
public class PurchaseOrder {

    @Id
    @GeneratedValue
    public Long id;

    public String item;
}
