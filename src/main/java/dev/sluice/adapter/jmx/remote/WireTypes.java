package dev.sluice.adapter.jmx.remote;

/**
 * The types that the connector reads from clients, as patterns of {@code java.io.ObjectInputFilter}. They are the
 * arguments of JMX calls and the values of open types. An array has the permission of its elements. Every other class is
 * refused before an object of it exists.
 */
final class WireTypes {

    /** The name and the secret of a login. */
    static final String LOGIN = "maxbytes=20000;maxarray=2;maxdepth=3;maxrefs=10;java.lang.String;!*";

    /** The arguments of calls. */
    static final String CALLS = String.join(
            ";",
            "maxbytes=5000000",
            "maxarray=10000",
            "maxdepth=20",
            "maxrefs=100000",
            "java.rmi.MarshalledObject",
            // as an array of nulls only: the types of its fields are refused
            "javax.security.auth.Subject",
            "java.lang.Object",
            "java.lang.String",
            "java.lang.Boolean",
            "java.lang.Character",
            "java.lang.Number",
            "java.lang.Byte",
            "java.lang.Short",
            "java.lang.Integer",
            "java.lang.Long",
            "java.lang.Float",
            "java.lang.Double",
            "java.math.BigInteger",
            "java.math.BigDecimal",
            "java.util.Date",
            "java.util.ArrayList",
            "java.util.Vector",
            "java.util.HashMap",
            "java.util.LinkedHashMap",
            "java.util.TreeMap",
            "java.util.Map$Entry",
            "javax.management.ObjectName",
            "javax.management.Attribute",
            "javax.management.AttributeList",
            "javax.management.NotificationFilterSupport",
            "javax.management.AttributeChangeNotificationFilter",
            "javax.management.relation.MBeanServerNotificationFilter",
            "javax.management.openmbean.*",
            "!*");

    private WireTypes() {}
}
