package dev.sluice.adapter.jmx.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sluice.access.AuditEvent;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.rmi.AccessException;
import java.rmi.MarshalledObject;
import java.rmi.NoSuchObjectException;
import java.rmi.registry.LocateRegistry;
import java.rmi.registry.Registry;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.Attribute;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.Notification;
import javax.management.NotificationListener;
import javax.management.ObjectName;
import javax.management.Query;
import javax.management.RuntimeMBeanException;
import javax.management.openmbean.CompositeData;
import javax.management.remote.JMXConnector;
import javax.management.remote.rmi.RMIConnection;
import javax.management.remote.rmi.RMIServer;
import javax.security.auth.Subject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
@Tag("fast")
class RemoteJmxTest {

    private static final String NAME = "jmxrmi";

    /** The calls that show and change nothing. */
    private static final Set<String> UNCHECKED = new TreeSet<>(Set.of("close", "getConnectionId"));

    private RemotePools here;

    /** A call of a client. */
    @FunctionalInterface
    interface Call {
        Object on(MBeanServerConnection server) throws JMException, IOException;
    }

    /** A call, with its name for reports. */
    record Named(String name, Call call) {
        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeEach
    void listen() throws Exception {
        Poison.hasRun = false;
        here = new RemotePools();
    }

    @AfterEach
    void stop() throws IOException {
        here.close();
    }

    @Test
    void a_viewer_reads_a_pool_and_the_numbers_of_the_jvm() throws Exception {
        assertThat(call("viewer", server -> server.getAttribute(name("dev.sluice:type=PoolManager"), "PoolNames")))
                .isEqualTo(new String[] {"orders", "reports"});
        assertThat(call("viewer", server -> server.getAttribute(name("java.lang:type=Memory"), "HeapMemoryUsage")))
                .isInstanceOf(CompositeData.class);
        assertThat(here.addresses).containsOnly("127.0.0.1");
        assertThat(here.audit).isEmpty();
    }

    @Test
    void the_registry_and_all_objects_have_one_port() throws Exception {
        String endpoint = "[127.0.0.1:" + here.remote.port() + "]";

        assertThat(registry().lookup(NAME).toString()).contains(endpoint);
        try (JMXConnector client = here.connect("viewer")) {
            assertThat(client.getConnectionId()).startsWith("rmi:");
        }
    }

    @Test
    void nobody_connects_without_a_name_and_the_right_secret() {
        for (Object credentials : Arrays.asList(
                null,
                new String[] {},
                new String[] {"viewer"},
                new String[] {"viewer", null},
                new String[] {null, "viewer"},
                new String[] {"viewer", "wrong"},
                new String[] {"nobody", "nobody"},
                new String[] {"n".repeat(257), "n".repeat(257)})) {
            Throwable refusal = catchThrowable(() -> here.connectWith(credentials));

            assertThat(refusal).isInstanceOf(SecurityException.class);
            assertPlain(refusal);
        }
        assertThat(here.audit).isNotEmpty().allSatisfy(event -> {
            assertThat(event.outcome()).isEqualTo(AuditEvent.ChangeOutcome.DENIED);
            assertThat(event.requester().name()).isEqualTo("anonymous");
            assertThat(event.requester().address()).isEqualTo("127.0.0.1");
            assertThat(event.operation()).isEqualTo("login");
        });
    }

    @Test
    void each_refused_login_is_handed_to_the_audit_trail_which_limits_their_lines() {
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> here.connectWith(new String[] {"ann", "wrong"}));
        }
        assertThat(here.audit)
                .hasSize(5)
                .allSatisfy(event -> assertThat(event.requester().claim()).isEqualTo("ann"));
    }

    @Test
    void an_auditor_does_not_connect() {
        assertThatThrownBy(() -> here.connect("auditor"))
                .isInstanceOf(SecurityException.class)
                .hasMessage("JMX needs the role viewer; auditor has auditor");
        assertThat(here.audit)
                .singleElement()
                .satisfies(event -> assertThat(event.requester().name()).isEqualTo("auditor"));
    }

    @Test
    void a_principal_of_another_pool_sees_no_trace_of_this_one() throws Exception {
        try (JMXConnector client = here.connect("other")) {
            MBeanServerConnection server = client.getMBeanServerConnection();
            ObjectName orders = name("dev.sluice:type=Pool,name=orders");
            ObjectName reports = name("dev.sluice:type=Pool,name=reports");

            assertThat(server.queryNames(null, null)).contains(reports).doesNotContain(orders);
            assertThat(server.queryMBeans(null, null))
                    .noneMatch(bean -> bean.getObjectName().equals(orders));
            assertThat(server.getMBeanCount())
                    .isEqualTo(server.queryNames(null, null).size());
            assertThat(server.isRegistered(orders)).isFalse();
            assertThat(server.getAttribute(reports, "Stats")).isNotNull();
            for (Named call : readsOf(orders)) {
                assertRefused(server, call);
            }
        }
    }

    private static List<Named> readsOf(ObjectName name) {
        NotificationListener listener = (notification, handback) -> {};
        return List.of(
                new Named("getAttribute", server -> server.getAttribute(name, "Stats")),
                new Named("getAttributes", server -> server.getAttributes(name, new String[] {"Stats"})),
                new Named("getMBeanInfo", server -> server.getMBeanInfo(name)),
                new Named("getObjectInstance", server -> server.getObjectInstance(name)),
                new Named("isInstanceOf", server -> server.isInstanceOf(name, "java.lang.Object")),
                new Named("invoke", server -> server.invoke(name, "pause", new Object[0], new String[0])),
                new Named("setAttribute", server -> {
                    server.setAttribute(name, new Attribute("Verbose", true));
                    return "set";
                }),
                new Named("addNotificationListener", server -> {
                    server.addNotificationListener(name, listener, null, null);
                    return "added";
                }));
    }

    @ParameterizedTest
    @CsvSource({
        "viewer, , pause, this needs the role operator; viewer has viewer",
        "operator, pause, setPolicy, this needs the role admin; operator has operator",
        "admin, setPolicy, , ",
    })
    void the_role_of_the_login_decides(
            String user, @Nullable String permitted, @Nullable String refused, @Nullable String reason)
            throws Exception {
        ObjectName orders = name("dev.sluice:type=Pool,name=orders");
        try (JMXConnector client = here.connect(user)) {
            MBeanServerConnection server = client.getMBeanServerConnection();
            assertThat(server.getAttribute(orders, "Stats")).isInstanceOf(CompositeData.class);
            if (permitted != null) {
                assertThat(run(server, orders, permitted)).isNotNull();
                assertThat(here.audit).isNotEmpty().allSatisfy(event -> {
                    assertThat(event.requester().name()).isEqualTo(user);
                    assertThat(event.requester().address()).isEqualTo("127.0.0.1");
                    assertThat(event.outcome()).isNotEqualTo(AuditEvent.ChangeOutcome.DENIED);
                });
            }
            here.audit.clear();
            if (refused != null) {
                assertThatThrownBy(() -> run(server, orders, refused))
                        .isInstanceOf(RuntimeMBeanException.class)
                        .cause()
                        .isExactlyInstanceOf(SecurityException.class)
                        .hasMessage(reason);
                assertThat(here.audit).singleElement().satisfies(event -> {
                    assertThat(event.requester().name()).isEqualTo(user);
                    assertThat(event.outcome()).isEqualTo(AuditEvent.ChangeOutcome.DENIED);
                });
            }
        }
    }

    private static Object run(MBeanServerConnection server, ObjectName pool, String operation)
            throws JMException, IOException {
        boolean takesText = operation.equals("setPolicy");
        return server.invoke(
                pool,
                operation,
                takesText ? new Object[] {"aging=2s"} : new Object[0],
                takesText ? new String[] {String.class.getName()} : new String[0]);
    }

    @Test
    void notifications_about_pools_out_of_scope_are_left_out() throws Exception {
        BlockingQueue<Notification> received = new LinkedBlockingQueue<>();
        try (JMXConnector client = here.connect("other")) {
            client.getMBeanServerConnection()
                    .addNotificationListener(
                            name("JMImplementation:type=MBeanServerDelegate"),
                            (notification, handback) -> received.add(notification),
                            null,
                            null);
            here.manager.unregister(here.manager.pool("orders"));
            here.manager.unregister(here.manager.pool("reports"));

            Notification first = received.poll(30, TimeUnit.SECONDS);
            assertThat(first).isNotNull();
            assertThat(((javax.management.MBeanServerNotification) first).getMBeanName())
                    .isEqualTo(name("dev.sluice:type=Pool,name=reports"));
        }
    }

    static List<Named> refusedForAll() throws JMException {
        ObjectName memory = name("java.lang:type=Memory");
        ObjectName pool = name("dev.sluice:type=Pool,name=orders");
        ObjectName other = name("dev.sluice:type=Other");
        ObjectName diagnostic = name("com.sun.management:type=HotSpotDiagnostic");
        ObjectName logging = name("java.util.logging:type=Logging");
        String text = String.class.getName();
        return List.of(
                new Named("gc", server -> server.invoke(memory, "gc", new Object[0], new String[0])),
                new Named("set Verbose", server -> {
                    server.setAttribute(memory, new Attribute("Verbose", true));
                    return "set";
                }),
                new Named(
                        "set Verbose with others",
                        server -> server.setAttributes(
                                memory, new javax.management.AttributeList(List.of(new Attribute("Verbose", true))))),
                new Named(
                        "dumpHeap",
                        server -> server.invoke(
                                diagnostic, "dumpHeap", new Object[] {"heap.hprof", true}, new String[] {text, "boolean"
                                })),
                new Named("read HotSpotDiagnostic", server -> server.getAttribute(diagnostic, "DiagnosticOptions")),
                new Named(
                        "setLoggerLevel",
                        server -> server.invoke(
                                logging, "setLoggerLevel", new Object[] {"", "ALL"}, new String[] {text, text})),
                new Named(
                        "SystemProperties",
                        server -> server.getAttribute(name("java.lang:type=Runtime"), "SystemProperties")),
                new Named(
                        "InputArguments",
                        server -> server.getAttribute(name("java.lang:type=Runtime"), "InputArguments")),
                new Named("createMBean", server -> server.createMBean("javax.management.loading.MLet", other)),
                new Named(
                        "createMBean with loader",
                        server -> server.createMBean("javax.management.loading.MLet", other, memory)),
                new Named(
                        "createMBean with arguments",
                        server -> server.createMBean(
                                "javax.management.timer.Timer", other, new Object[] {"a"}, new String[] {text})),
                new Named(
                        "createMBean with loader and arguments",
                        server -> server.createMBean(
                                "javax.management.timer.Timer", other, memory, new Object[] {"a"}, new String[] {text
                                })),
                new Named("unregisterMBean", server -> {
                    server.unregisterMBean(pool);
                    return "gone";
                }),
                new Named("a bean as listener", server -> {
                    server.addNotificationListener(pool, memory, null, null);
                    return "added";
                }),
                new Named("remove a bean as listener", server -> {
                    server.removeNotificationListener(pool, memory);
                    return "removed";
                }),
                new Named("remove a bean as listener with filter", server -> {
                    server.removeNotificationListener(pool, memory, null, null);
                    return "removed";
                }));
    }

    @ParameterizedTest
    @MethodSource("refusedForAll")
    void an_admin_is_refused(Named call) throws Exception {
        Set<ObjectName> before = here.server.queryNames(null, null);
        try (JMXConnector client = here.connect("admin")) {
            assertRefused(client.getMBeanServerConnection(), call);
        }
        assertThat(here.server.queryNames(null, null)).isEqualTo(before);
    }

    @Test
    void options_of_the_jvm_are_left_out_of_several_attributes() throws Exception {
        assertThat(call(
                        "admin",
                        server -> server
                                .getAttributes(
                                        name("java.lang:type=Runtime"),
                                        new String[] {"SystemProperties", "InputArguments", "VmName"})
                                .asList()
                                .stream()
                                .map(Attribute::getName)
                                .toList()))
                .isEqualTo(List.of("VmName"));
    }

    @Test
    void every_call_of_the_protocol_is_checked_or_harmless() {
        Set<String> unchecked = Arrays.stream(RMIConnection.class.getMethods())
                .filter(method -> !isDeclaredByUs(method))
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(unchecked).containsExactlyElementsOf(UNCHECKED);
    }

    private static boolean isDeclaredByUs(Method method) {
        return Stream.of(GuardedConnection.class, RefusingConnection.class)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .anyMatch(own -> own.getName().equals(method.getName())
                        && Arrays.equals(own.getParameterTypes(), method.getParameterTypes()));
    }

    static List<Method> checkedCalls() {
        return Arrays.stream(RMIConnection.class.getMethods())
                .filter(method -> !UNCHECKED.contains(method.getName()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("checkedCalls")
    void each_call_of_a_client_whose_credentials_are_revoked_is_refused_and_ends_its_connection(Method call)
            throws Exception {
        RMIConnection client = ((RMIServer) registry().lookup(NAME)).newClient(new String[] {"admin", "admin"});
        @Nullable
        Object[] nothing = Arrays.stream(call.getParameterTypes())
                .map(type -> type == int.class ? (Object) 0 : type == long.class ? (Object) 0L : null)
                .toArray();
        here.revoked.add("admin");

        assertThatThrownBy(() -> call.invoke(client, nothing))
                .cause()
                .isExactlyInstanceOf(SecurityException.class)
                .hasMessage("the credentials of admin have been removed or changed: log in again");
        assertThatThrownBy(client::getConnectionId).isInstanceOf(NoSuchObjectException.class);
        assertThat(here.audit).singleElement().satisfies(event -> {
            assertThat(event.requester().name()).isEqualTo("admin");
            assertThat(event.outcome()).isEqualTo(AuditEvent.ChangeOutcome.DENIED);
        });
    }

    @Test
    void a_client_that_waits_for_notifications_gets_none_after_its_credentials_are_revoked() throws Exception {
        RMIConnection client = ((RMIServer) registry().lookup(NAME)).newClient(new String[] {"admin", "admin"});
        client.addNotificationListeners(
                new ObjectName[] {name("JMImplementation:type=MBeanServerDelegate")},
                new MarshalledObject<?>[] {null},
                new Subject[] {null});
        long next = client.fetchNotifications(-1, 0, 0).getNextSequenceNumber();
        here.manager.unregister(here.manager.pool("orders"));
        here.isChecked = () -> here.revoked.add("admin"); // between the check of the call and its answer

        assertThatThrownBy(() -> client.fetchNotifications(next, 10, 30_000)).isInstanceOf(SecurityException.class);
    }

    static List<Named> poisoned() throws JMException {
        ObjectName pool = name("dev.sluice:type=Pool,name=orders");
        Poison poison = new Poison();
        return List.of(
                new Named(
                        "argument",
                        server -> server.invoke(
                                pool, "resize", new Object[] {poison}, new String[] {Poison.class.getName()})),
                new Named(
                        "argument inside of a map",
                        server -> server.invoke(
                                pool,
                                "resize",
                                new Object[] {new TreeMap<>(java.util.Map.of("a", poison))},
                                new String[] {"java.util.Map"})),
                new Named("attribute", server -> {
                    server.setAttribute(pool, new Attribute("Verbose", poison));
                    return "set";
                }),
                new Named(
                        "attributes",
                        server -> server.setAttributes(
                                pool, new javax.management.AttributeList(List.of(new Attribute("Verbose", poison))))),
                new Named("filter", server -> {
                    server.addNotificationListener(pool, (notification, handback) -> {}, poison, null);
                    return "added";
                }),
                new Named("query", server -> server.queryNames(null, poison)));
    }

    @ParameterizedTest
    @MethodSource("poisoned")
    void an_object_of_a_foreign_class_is_never_read(Named call) throws Exception {
        try (JMXConnector client = here.connect("admin")) {
            assertThatThrownBy(() -> call.call().on(client.getMBeanServerConnection()))
                    .isInstanceOf(Exception.class);
        }
        assertThat(Poison.hasRun).isFalse();
    }

    @Test
    void credentials_of_a_foreign_class_are_never_read() {
        for (Object credentials : List.of(new Poison(), new Object[] {"admin", new Poison()}, List.of("a", "b"))) {
            assertThatThrownBy(() -> here.connectWith(credentials)).isInstanceOf(Exception.class);
        }
        assertThat(Poison.hasRun).isFalse();
        assertThat(here.addresses).isEmpty();
    }

    @Test
    void a_query_by_an_expression_is_refused() throws Exception {
        try (JMXConnector client = here.connect("admin")) {
            assertThatThrownBy(() -> client.getMBeanServerConnection()
                            .queryNames(null, Query.eq(Query.attr("Verbose"), Query.value(true))))
                    .isInstanceOf(SecurityException.class)
                    .hasMessage("query expressions are refused; query by a pattern of names instead");
        }
    }

    @Test
    void no_process_replaces_or_removes_the_object_in_the_registry() throws Exception {
        Registry registry = registry();
        var stub = registry.lookup(NAME);

        assertThatThrownBy(() -> registry.rebind(NAME, stub)).hasRootCauseInstanceOf(AccessException.class);
        assertThatThrownBy(() -> registry.bind("other", stub)).hasRootCauseInstanceOf(AccessException.class);
        assertThatThrownBy(() -> registry.unbind(NAME)).hasRootCauseInstanceOf(AccessException.class);
        assertThat(registry.list()).containsExactly(NAME);
    }

    @Test
    void connections_are_bounded_and_places_become_free_again() throws Exception {
        List<Socket> open = Stream.generate(this::socket).limit(150).toList();
        for (Socket socket : open) {
            socket.close();
        }
        assertThat(call("viewer", MBeanServerConnection::getMBeanCount)).isInstanceOf(Integer.class);
    }

    private Socket socket() {
        try {
            return new Socket(InetAddress.getLoopbackAddress(), here.remote.port());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_closed_connector_gives_its_port_back() throws Exception {
        int port = here.remote.port();
        JMXConnector client = here.connect("viewer");

        here.close();
        here.close();

        assertThatThrownBy(() -> client.getMBeanServerConnection().getMBeanCount())
                .isInstanceOf(IOException.class);
        try (ServerSocket again = new ServerSocket()) {
            again.setReuseAddress(true);
            again.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            assertThat(again.isBound()).isTrue();
        }
    }

    @Test
    void an_address_that_other_machines_reach_needs_tls() throws Exception {
        for (String host : List.of("0.0.0.0", "192.0.2.1", "::")) {
            InetAddress address = InetAddress.getByName(host);
            assertThatThrownBy(() -> new RemoteJmx.Address(address, 1, null))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageEndingWith("needs TLS");
        }
    }

    private void assertRefused(MBeanServerConnection server, Named call) {
        int audited = here.audit.size();
        Throwable refusal = catchThrowable(() -> call.call().on(server));

        assertThat(refusal).as(call.name()).isInstanceOf(SecurityException.class);
        assertPlain(refusal);
        assertThat(here.audit).as(call.name()).hasSize(audited + 1);
        assertThat(here.audit.get(audited).outcome()).isEqualTo(AuditEvent.ChangeOutcome.DENIED);
    }

    /** A client without our classes can read the exception, and nothing in it tells of them. */
    private static void assertPlain(Throwable refusal) {
        assertThat(refusal.getClass().getName()).isEqualTo("java.lang.SecurityException");
        assertThat(refusal.getMessage().getBytes(StandardCharsets.US_ASCII)).hasSizeLessThan(300);
        assertThat(refusal.getMessage()).doesNotContain("dev.sluice.adapter");
        assertThat(refusal.getCause()).isNull();
    }

    private Object call(String user, Call call) throws Exception {
        try (JMXConnector client = here.connect(user)) {
            return call.on(client.getMBeanServerConnection());
        }
    }

    private Registry registry() throws IOException {
        return LocateRegistry.getRegistry("127.0.0.1", here.remote.port());
    }

    private static ObjectName name(String text) throws JMException {
        return new ObjectName(text);
    }
}
