package dev.sluice.adapter.jmx;

import static dev.sluice.access.Role.ADMIN;
import static dev.sluice.access.Role.OPERATOR;
import static dev.sluice.access.Role.VIEWER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sluice.access.AuditEvent.ChangeOutcome;
import dev.sluice.access.PoolScope;
import dev.sluice.access.Principal;
import dev.sluice.access.Requester;
import dev.sluice.access.Role;
import dev.sluice.access.Surface;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The authorization matrix of JMX: each attribute and each operation of the registered MBeans, for each kind of
 * requester. The tables have the needed role of each operation and each writable attribute; every reading of an
 * attribute needs the role viewer.
 */
@Timeout(300)
@Tag("fast")
class JmxAuthorizationTest {

    /** The needed roles by operation. Several operations of one name need the same role. */
    private static final Map<String, Role> OF_POOLS = table(Map.of(
            VIEWER,
            "diagnosis events gaveUp history leaks operation operations queue stats tags",
            OPERATOR,
            """
            begin cancelOperation close demonstrate disable drain dryRun enable expire expireOlderThan fill flush
            operate pause release releaseWhere renew reset resetStatistics resize resume validate warmUp whatIf
            """,
            ADMIN,
            "changePolicy clearFaults injectFault loadTest rotateCredentials setPolicy switchEndpoint"));

    private static final Map<String, Role> OF_LIST = table(Map.of(ADMIN, "createPool deletePool"));

    private static final Map<String, Role> OF_BATCHES = table(
            Map.of(VIEWER, "batch", OPERATOR, "begin cancel failures pause resume retryFailed", ADMIN, "beginSql"));

    /** The operations after which the pool is closed or gone. */
    private static final Set<String> ENDS = Set.of("close", "deletePool");

    private static final Map<String, Role> WRITABLE = Map.of("Verbose", OPERATOR);

    /** Arguments that are needed, by the names of parameters; all others are null, the default. */
    private static final Map<String, Object> ARGUMENTS = Map.ofEntries(
            Map.entry("dryRun", false),
            Map.entry("stacks", false),
            Map.entry("statements", false),
            Map.entry("limit", 1),
            Map.entry("lanes", "none:1"), // a load test would wait for a pool that is paused
            Map.entry("offset", 0),
            Map.entry("seconds", 1L),
            Map.entry("pool", "orders"),
            Map.entry("operation", "reset"),
            Map.entry("parameters", ""),
            Map.entry("connection", "conn_1_1"),
            Map.entry("conditions", "tag=job:report"),
            Map.entry("max", 20),
            Map.entry("key", "aging"),
            Map.entry("value", "2s"),
            Map.entry("rules", "aging=2s"),
            Map.entry("url", "jdbc:h2:mem:elsewhere"),
            Map.entry("username", "sa"),
            Map.entry("password", "x"),
            Map.entry("statement", "delete from x where id = :id"),
            Map.entry("query", "select 1 as id"));

    private static final ObjectName POOL = name(ExportedPools.ORDERS);
    private static final ObjectName MANAGER = name(ExportedPools.MANAGER);
    private static final ObjectName BATCHES = name(H2Batches.BEAN);

    @TempDir
    private Path directory;

    /** A kind of requester. */
    enum Who {
        ANONYMOUS(null),
        VIEWER(new Principal("viewer", Set.of(Role.VIEWER), PoolScope.ALL)),
        OPERATOR(new Principal("operator", Set.of(Role.OPERATOR), PoolScope.ALL)),
        ADMIN(new Principal("admin", Set.of(Role.ADMIN), PoolScope.ALL)),
        AUDITOR(new Principal("auditor", Set.of(Role.AUDITOR), PoolScope.ALL)),
        OPERATOR_OF_ANOTHER_POOL(new Principal("other", Set.of(Role.OPERATOR), PoolScope.of(Set.of("reports"))));

        final Requester requester;

        Who(@Nullable Principal principal) {
            requester = new Requester(principal, "192.0.2.7", Surface.JMX);
        }

        /** Returns whether this requester has the role for the pool of the test. */
        boolean may(Role role) {
            return this != OPERATOR_OF_ANOTHER_POOL && mayElsewhere(role);
        }

        /** Returns whether this requester has the role for any pool. */
        boolean mayElsewhere(Role role) {
            Principal principal = requester.principal();
            return principal != null && principal.has(role);
        }
    }

    /** A call of a client. */
    @FunctionalInterface
    private interface Call {
        @Nullable
        Object make() throws JMException;
    }

    private static Map<String, Role> table(Map<Role, String> names) {
        Map<String, Role> table = new LinkedHashMap<>();
        names.forEach((role, text) -> Arrays.stream(text.strip().split("\\s+"))
                .forEach(name -> assertThat(table.put(name, role)).as(name).isNull()));
        return table;
    }

    private static ObjectName name(String text) {
        try {
            return new ObjectName(text);
        } catch (JMException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Map<String, Role> ofManager() {
        Map<String, Role> all = new LinkedHashMap<>(OF_POOLS);
        all.putAll(OF_LIST);
        return all;
    }

    private static Map<ObjectName, Map<String, Role>> operations() {
        return Map.of(POOL, OF_POOLS, MANAGER, ofManager(), BATCHES, OF_BATCHES);
    }

    @Test
    @DisplayName("every operation and every writable attribute of every registered MBean has a role")
    void complete() throws Exception {
        try (AuthorizedClients here = new AuthorizedClients(directory)) {
            assertThat(here.beans()).isEqualTo(operations().keySet());
            for (ObjectName bean : here.beans()) {
                MBeanInfo info = here.server.getMBeanInfo(bean);
                assertThat(Arrays.stream(info.getOperations())
                                .map(MBeanOperationInfo::getName)
                                .collect(Collectors.toSet()))
                        .as("operations of %s", bean)
                        .isEqualTo(operations().get(bean).keySet());
                assertThat(Arrays.stream(info.getAttributes())
                                .filter(MBeanAttributeInfo::isWritable)
                                .map(MBeanAttributeInfo::getName))
                        .as("writable attributes of %s", bean)
                        .allMatch(WRITABLE::containsKey);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Who.class)
    @DisplayName("every operation is for its role, and a denial changes nothing and is audited")
    void eachOperation(Who who) throws Exception {
        AuthorizedClients here = new AuthorizedClients(directory);
        try {
            for (ObjectName bean : here.beans()) {
                for (MBeanOperationInfo operation :
                        here.server.getMBeanInfo(bean).getOperations()) {
                    Role role = operations().get(bean).get(operation.getName());
                    assertThat(role)
                            .as("role of %s of %s", operation.getName(), bean)
                            .isNotNull();
                    boolean isPermitted = who.may(role);
                    check(here, who, isPermitted, bean, operation);
                    if (isPermitted && ENDS.contains(operation.getName())) {
                        here.close();
                        here = new AuthorizedClients(directory);
                    }
                }
            }
        } finally {
            here.close();
        }
    }

    private static void check(
            AuthorizedClients here, Who who, boolean isPermitted, ObjectName bean, MBeanOperationInfo operation)
            throws JMException {
        MBeanParameterInfo[] parameters = operation.getSignature();
        Object[] arguments = new Object[parameters.length];
        String[] signature = new String[parameters.length];
        for (int i = 0; i < parameters.length; i++) {
            signature[i] = parameters[i].getType();
            arguments[i] = argument(here, bean, operation.getName(), parameters[i].getName());
        }
        String what = who + ": " + operation.getName() + Arrays.toString(signature) + " of " + bean;
        check(here, who, isPermitted, what, () -> here.server.invoke(bean, operation.getName(), arguments, signature));
    }

    @ParameterizedTest
    @EnumSource(Who.class)
    @DisplayName("a call with malformed arguments is denied first, and audited, if the requester lacks the role")
    void malformed(Who who) throws Exception {
        try (AuthorizedClients here = new AuthorizedClients(directory)) {
            for (ObjectName bean : here.beans()) {
                for (MBeanOperationInfo operation :
                        here.server.getMBeanInfo(bean).getOperations()) {
                    Role role = operations().get(bean).get(operation.getName());
                    boolean isPermitted = bean.equals(BATCHES) ? who.mayElsewhere(role) : who.may(role);
                    for (Object[] arguments : isPermitted ? List.<Object[]>of() : malformed(here, bean, operation)) {
                        String what = who + ": " + operation.getName() + Arrays.toString(arguments) + " of " + bean;
                        check(
                                here,
                                who,
                                false,
                                what,
                                () -> here.server.invoke(
                                        bean, operation.getName(), arguments, new String[arguments.length]));
                    }
                }
            }
            if (!who.may(OPERATOR)) {
                check(here, who, false, who + " sets Verbose to a text", () -> {
                    here.server.setAttribute(POOL, new Attribute("Verbose", "yes"));
                    return null;
                });
                check(
                        here,
                        who,
                        false,
                        who + " begins a batch with a wrong number",
                        () -> here.server.invoke(
                                BATCHES, "begin", new Object[] {"jobs=many,pool=orders"}, new String[] {
                                    "java.lang.String"
                                }));
            }
        }
    }

    /** Returns lists of arguments of which one has wrong types, one wrong texts, and one too many arguments. */
    private static List<Object[]> malformed(AuthorizedClients here, ObjectName bean, MBeanOperationInfo operation) {
        MBeanParameterInfo[] parameters = operation.getSignature();
        Object[] types = new Object[parameters.length];
        Object[] texts = new Object[parameters.length];
        for (int i = 0; i < parameters.length; i++) {
            Object right = argument(here, bean, operation.getName(), parameters[i].getName());
            boolean isKept = List.of("pool", "operation").contains(parameters[i].getName());
            types[i] = isKept ? right : BigInteger.ONE;
            texts[i] = isKept || !parameters[i].getType().equals("java.lang.String") ? right : "\u0000=,";
        }
        Object[] more = Arrays.copyOf(types, parameters.length + 7);
        return parameters.length == 0 ? List.<Object[]>of(more) : List.of(types, texts, more);
    }

    private static @Nullable Object argument(
            AuthorizedClients here, ObjectName bean, String operation, String parameter) {
        boolean ofBatches = bean.equals(BATCHES);
        if (parameter.equals("id")) {
            return ofBatches ? here.batch : here.operation;
        }
        if (operation.equals("flush") && parameter.equals("mode")) {
            return "IDLE";
        }
        return ofBatches ? ofBatches(operation, parameter) : ARGUMENTS.get(parameter);
    }

    private static @Nullable Object ofBatches(String operation, String parameter) {
        return switch (parameter) {
            case "settings" -> operation.equals("begin") ? "jobs=1" : null;
            case "jobs" -> 1L;
            case "statement", "query" -> ARGUMENTS.get(parameter);
            default -> null;
        };
    }

    private static void check(AuthorizedClients here, Who who, boolean isPermitted, String what, Call call)
            throws JMException {
        here.audit.clear();
        List<Object> before = here.state();
        here.requester = who.requester;
        Throwable outcome = catchThrowable(call::make);
        if (isPermitted) {
            assertThat(root(outcome) instanceof SecurityException).as(what).isFalse();
            assertThat(here.audit).as(what).noneMatch(event -> event.outcome() == ChangeOutcome.DENIED);
            return;
        }
        boolean isHidden = who == Who.OPERATOR_OF_ANOTHER_POOL
                && String.valueOf(root(outcome).getMessage())
                        .equals("no batch '" + here.batch + "'"); // as if the batch of another pool did not exist
        assertThat(root(outcome))
                .as(what)
                .isExactlyInstanceOf(isHidden ? IllegalArgumentException.class : SecurityException.class);
        assertThat(root(outcome).getMessage()).as(what).isNotBlank().doesNotContain("dev.sluice");
        assertThat(here.state()).as(what).isEqualTo(before);
        assertThat(here.audit).as(what).singleElement().satisfies(event -> {
            assertThat(event.outcome()).isEqualTo(ChangeOutcome.DENIED);
            assertThat(event.requester()).isEqualTo(who.requester);
            assertThat(event.reason()).isNotBlank();
        });
    }

    private static @Nullable Throwable root(@Nullable Throwable outcome) {
        Throwable root = outcome;
        while (root != null && root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    @ParameterizedTest
    @EnumSource(Who.class)
    @DisplayName("every attribute is for viewers of the pool, and lists have the pools of the requester")
    void eachAttribute(Who who) throws Exception {
        try (AuthorizedClients here = new AuthorizedClients(directory)) {
            for (ObjectName bean : here.beans()) {
                boolean isPermitted = bean.equals(POOL) ? who.may(VIEWER) : who.mayElsewhere(VIEWER);
                List<String> names = Arrays.stream(
                                here.server.getMBeanInfo(bean).getAttributes())
                        .map(MBeanAttributeInfo::getName)
                        .toList();
                assertThat(names).isNotEmpty();
                for (String attribute : names) {
                    String what = who + " reads " + attribute + " of " + bean;
                    check(here, who, isPermitted, what, () -> here.server.getAttribute(bean, attribute));
                }
                check(
                        here,
                        who,
                        isPermitted,
                        who + " reads all of " + bean,
                        () -> here.server.getAttributes(bean, names.toArray(String[]::new)));
            }
            here.requester = who.requester;
            if (who == Who.OPERATOR_OF_ANOTHER_POOL) {
                assertThat((String[]) here.server.getAttribute(MANAGER, "PoolNames"))
                        .isEmpty();
                assertThat((Object[]) here.server.getAttribute(MANAGER, "Readiness"))
                        .isEmpty();
                assertThat((Object[]) here.server.getAttribute(BATCHES, "Batches"))
                        .isEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Who.class)
    @DisplayName("every writable attribute is for its role, alone and among several")
    void eachWritableAttribute(Who who) throws Exception {
        for (Map.Entry<String, Role> writable : WRITABLE.entrySet()) {
            try (AuthorizedClients here = new AuthorizedClients(directory)) {
                Attribute value = new Attribute(writable.getKey(), true);
                boolean isPermitted = who.may(writable.getValue());
                check(here, who, isPermitted, who + " sets " + value, () -> {
                    here.server.setAttribute(POOL, value);
                    return null;
                });
                check(
                        here,
                        who,
                        isPermitted,
                        who + " sets several, with " + value,
                        () -> here.server.setAttributes(POOL, new AttributeList(new ArrayList<>(List.of(value)))));
            }
        }
    }

    /** A call whose role depends on its arguments. */
    private record Special(String operation, Role role, ObjectName bean, Object... arguments) {
        @Override
        public String toString() {
            return operation + Arrays.toString(arguments) + " of " + bean;
        }
    }

    private static List<Special> special() {
        return List.of(
                new Special("queue", OPERATOR, POOL, true),
                new Special("queue", OPERATOR, POOL, true, 0, 1),
                new Special("queue", OPERATOR, POOL, false, true, 0, 1),
                new Special("leaks", OPERATOR, POOL, true),
                new Special("queue", OPERATOR, MANAGER, "orders", true),
                new Special("operate", ADMIN, POOL, "switch-endpoint", "url=jdbc:h2:mem:elsewhere"),
                new Special("dryRun", ADMIN, POOL, "switch-endpoint", "url=jdbc:h2:mem:elsewhere"),
                new Special("begin", ADMIN, POOL, "rotate-credentials", "username=sa,password=x"),
                new Special("operate", ADMIN, MANAGER, "orders", "delete-pool", ""),
                new Special("operate", ADMIN, MANAGER, "fresh", "create-pool", "url=jdbc:h2:mem:elsewhere"),
                new Special("dryRun", OPERATOR, MANAGER, "orders", "reset", ""),
                new Special("begin", ADMIN, BATCHES, "sql=delete from x where id = :id,fromQuery=select 1 as id"),
                new Special("begin", OPERATOR, BATCHES, "handler=held,jobs=1"));
    }

    @ParameterizedTest
    @EnumSource(Who.class)
    @DisplayName("an operation whose arguments need a higher role is for that role")
    void eachSpecialCall(Who who) throws Exception {
        AuthorizedClients here = new AuthorizedClients(directory);
        try {
            for (Special special : special()) {
                boolean isPermitted = who.may(special.role());
                check(here, who, isPermitted, who + ": " + special, call(here, special));
                if (isPermitted) {
                    here.close();
                    here = new AuthorizedClients(directory);
                }
            }
        } finally {
            here.close();
        }
    }

    private static Call call(AuthorizedClients here, Special special) {
        String[] signature = Arrays.stream(special.arguments())
                .map(argument -> argument.getClass().getName())
                .toArray(String[]::new);
        return () -> here.server.invoke(special.bean(), special.operation(), special.arguments(), signature);
    }
}
