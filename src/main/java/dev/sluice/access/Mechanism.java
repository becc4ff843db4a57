package dev.sluice.access;

/** The way in which an identity is proven. Identities of the same name that are proven in other ways are others. */
public enum Mechanism {
    /** A token of the configuration or of a file. */
    TOKEN("token"),
    /** A name and a password of the configuration or of a file. */
    PASSWORD("password"),
    /** A JWT, whose issuer chooses the name. */
    JWT("jwt"),
    /** A client certificate. */
    CERTIFICATE("certificate"),
    /** A direct request during the demonstration. */
    DEMONSTRATION("demonstration"),
    /** A JMX client that attaches to the process, or comes through a connector of the JDK. */
    LOCAL_JMX("local-jmx"),
    /** The application that has the pools: its code, or its own security. */
    APPLICATION("application");

    private final String word;

    Mechanism(String word) {
        this.word = word;
    }

    /** Returns the name, as in the audit log. */
    public String word() {
        return word;
    }
}
