package dev.sluice.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Checks the files of the directory deploy: dashboards, alert rules, manifests of Kubernetes and the compose file. */
@Tag("service")
class DeploymentTest {

    private static final Path DEPLOY = Path.of("deploy");
    private static final Path RULES = DEPLOY.resolve("prometheus/sluice-alerts.yml");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Pattern NAME = Pattern.compile("\\b(?:sluice|agroal|db_client)_[a-z_]+");

    @Test
    @DisplayName("X14 each metric of a dashboard or an alert rule is in docs/METRICS.md")
    void metricsExist() throws IOException {
        String known = Files.readString(Path.of("docs", "METRICS.md"));
        Set<String> unknown = new TreeSet<>();
        int found = 0;
        for (String expression : expressions()) {
            Matcher names = NAME.matcher(expression.replaceAll("\\{[^}]*}|by \\([^)]*\\)|on \\([^)]*\\)", " "));
            while (names.find()) {
                found++;
                if (!known.contains("`" + names.group() + "`")) {
                    unknown.add(names.group());
                }
            }
        }
        assertThat(unknown).isEmpty();
        assertThat(found).isGreaterThan(40);
    }

    private static List<String> expressions() throws IOException {
        List<String> expressions = new ArrayList<>();
        for (JsonNode dashboard : dashboards()) {
            dashboard.findValues("expr").forEach(each -> expressions.add(each.asText()));
        }
        YAML.readTree(RULES.toFile()).findValues("expr").forEach(each -> expressions.add(each.asText()));
        return expressions;
    }

    @Test
    @DisplayName("promtool accepts the alert rules, and their unit tests pass")
    void alertRules() throws Exception {
        String promtool = find("promtool");
        assumeTrue(promtool != null, "promtool is not installed (Debian package prometheus)");
        run(promtool, "check", "rules", "sluice-alerts.yml");
        run(promtool, "test", "rules", "sluice-alerts-test.yml");
        run(promtool, "check", "config", "--syntax-only", "prometheus.yml");
    }

    @Test
    @DisplayName("each alert rule is named in the unit tests")
    void alertRulesAreTested() throws IOException {
        String tests = Files.readString(DEPLOY.resolve("prometheus/sluice-alerts-test.yml"));
        assertThat(YAML.readTree(RULES.toFile()).findValuesAsText("alert"))
                .hasSizeGreaterThan(5)
                .allSatisfy(alert -> assertThat(tests).contains(alert));
    }

    @Test
    @DisplayName("each panel of a dashboard has a title, a meaning, a unit, a query and a place of its own")
    void panels() throws IOException {
        for (JsonNode dashboard : dashboards()) {
            Set<String> cells = new HashSet<>();
            Set<Integer> ids = new HashSet<>();
            for (JsonNode panel : dashboard.path("panels")) {
                assertThat(panel.path("title").asText()).isNotBlank();
                assertThat(panel.path("description").asText()).isNotBlank();
                assertThat(panel.at("/fieldConfig/defaults/unit").asText()).isNotBlank();
                assertThat(panel.path("targets")).isNotEmpty();
                assertThat(ids.add(panel.path("id").asInt())).isTrue();
                assertThat(takesFreeCells(panel.path("gridPos"), cells))
                        .as(panel.path("title").asText())
                        .isTrue();
            }
            assertThat(ids).isNotEmpty();
        }
    }

    private static boolean takesFreeCells(JsonNode place, Set<String> cells) {
        boolean free = place.path("x").asInt() + place.path("w").asInt() <= 24;
        for (int x = 0; x < place.path("w").asInt(); x++) {
            for (int y = 0; y < place.path("h").asInt(); y++) {
                free &= cells.add(
                        (place.path("x").asInt() + x) + ":" + (place.path("y").asInt() + y));
            }
        }
        return free;
    }

    @Test
    @DisplayName("dashboards link to dashboards that exist, and use variables that they declare")
    void links() throws IOException {
        Set<String> uids = dashboards().stream()
                .map(dashboard -> dashboard.path("uid").asText())
                .collect(Collectors.toSet());
        assertThat(uids).containsExactlyInAnyOrder("sluice-overview", "sluice-pool", "sluice-lanes");
        for (JsonNode dashboard : dashboards()) {
            assertThat(dashboard.findValuesAsText("url"))
                    .isNotEmpty()
                    .allSatisfy(url -> assertThat(uids).contains(url.replaceAll("^/d/|\\?.*", "")));
            List<String> variables = dashboard.at("/templating/list").findValuesAsText("name");
            for (JsonNode expression : dashboard.findValues("expr")) {
                Matcher used = Pattern.compile("\\$(\\w+)").matcher(expression.asText());
                while (used.find()) {
                    assertThat(used.group(1))
                            .satisfiesAnyOf(
                                    name -> assertThat(variables).contains(name),
                                    name -> assertThat(name).startsWith("__"));
                }
            }
        }
    }

    @Test
    @DisplayName("the manifests of Kubernetes have probes, limits, a read-only root and no rights")
    void workload() throws IOException {
        JsonNode pod = manifest("StatefulSet").at("/spec/template/spec");
        JsonNode container = pod.path("containers").path(0);
        assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(Files.readString(Path.of("docker", "Dockerfile.jvm")))
                .contains("USER " + pod.at("/securityContext/runAsUser").asText() + ":");
        assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
        assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean())
                .isTrue();
        assertThat(container.at("/securityContext/allowPrivilegeEscalation").asBoolean(true))
                .isFalse();
        assertThat(container.at("/securityContext/capabilities/drop/0").asText())
                .isEqualTo("ALL");
        Map.of("startup", "started", "liveness", "live", "readiness", "ready")
                .forEach((probe, path) -> assertThat(
                                container.at("/" + probe + "Probe/httpGet/path").asText())
                        .isEqualTo("/q/health/" + path));
        assertThat(container.at("/resources/requests/cpu").asText()).isNotEmpty();
        assertThat(container.at("/resources/requests/memory").asText()).isNotEmpty();
        assertThat(container.at("/resources/limits/memory").asText()).isNotEmpty();
    }

    @Test
    @DisplayName("the names in the manifests of Kubernetes refer to each other: labels, volumes, keys of the Secret")
    void references() throws IOException {
        JsonNode set = manifest("StatefulSet");
        JsonNode pod = set.at("/spec/template/spec");
        JsonNode labels = set.at("/spec/template/metadata/labels");
        assertThat(set.at("/spec/selector/matchLabels")).isEqualTo(labels);
        assertThat(manifest("Service").at("/spec/selector")).isEqualTo(labels);
        assertThat(manifest("PodDisruptionBudget").at("/spec/selector/matchLabels"))
                .isEqualTo(labels);
        assertThat(manifest("NetworkPolicy").at("/spec/podSelector/matchLabels"))
                .isEqualTo(labels);
        assertThat(set.at("/spec/serviceName").asText())
                .isEqualTo(manifest("Service").at("/metadata/name").asText());
        assertThat(pod.path("serviceAccountName").asText())
                .isEqualTo(manifest("ServiceAccount").at("/metadata/name").asText());
        Set<String> volumes = new TreeSet<>(pod.path("volumes").findValuesAsText("name"));
        set.at("/spec/volumeClaimTemplates")
                .forEach(claim -> volumes.add(claim.at("/metadata/name").asText()));
        assertThat(pod.at("/containers/0/volumeMounts").findValuesAsText("name"))
                .containsExactlyInAnyOrderElementsOf(volumes);
        JsonNode secret =
                YAML.readTree(DEPLOY.resolve("kubernetes/secret.example.yaml").toFile());
        Set<String> keys = new TreeSet<>(pod.findValuesAsText("key"));
        Set<String> offered = new TreeSet<>();
        secret.path("stringData").fieldNames().forEachRemaining(offered::add);
        assertThat(keys).isEqualTo(offered);
    }

    @Test
    @DisplayName("the manifests permit traffic from clients and Prometheus, and to the database and DNS only")
    void network() throws IOException {
        JsonNode policy = manifest("NetworkPolicy").path("spec");
        assertThat(policy.path("policyTypes")).hasSize(2);
        assertThat(policy.path("ingress")).hasSize(1);
        assertThat(policy.path("egress")).hasSize(2);
        Stream.of(policy.path("ingress"), policy.path("egress"))
                .flatMap(rules -> StreamSupport.stream(rules.spliterator(), false))
                .forEach(rule -> {
                    assertThat(rule.path("ports")).isNotEmpty();
                    assertThat(rule.has("from") || rule.has("to")).isTrue();
                });
    }

    @Test
    @DisplayName("the compose file adds to the services of docker/compose.yml, and each file that it mounts exists")
    void compose() throws IOException {
        JsonNode compose = YAML.readTree(DEPLOY.resolve("compose.yml").toFile());
        JsonNode base = YAML.readTree(Path.of("docker", "compose.yml").toFile());
        assertThat(compose.path("name")).isEqualTo(base.path("name"));
        assertThat(base.path("services").has("sluice")).isTrue();
        Set<String> services = new TreeSet<>();
        compose.path("services").fieldNames().forEachRemaining(services::add);
        assertThat(services).containsExactly("grafana", "prometheus", "sluice");
        for (JsonNode service : compose.path("services")) {
            for (JsonNode volume : service.path("volumes")) {
                String source = volume.asText().split(":")[0];
                if (source.startsWith(".")) {
                    assertThat(Path.of("docker").resolve(source)).exists();
                } else {
                    assertThat(compose.path("volumes").has(source)).isTrue();
                }
            }
            service.path("ports").forEach(port -> assertThat(port.asText()).startsWith("127.0.0.1:"));
        }
    }

    private static JsonNode manifest(String kind) throws IOException {
        try (MappingIterator<JsonNode> documents = YAML.readerFor(JsonNode.class)
                .readValues(DEPLOY.resolve("kubernetes/sluice.yaml").toFile())) {
            List<JsonNode> found = documents.readAll().stream()
                    .filter(document -> document.path("kind").asText().equals(kind))
                    .toList();
            assertThat(found).as(kind).hasSize(1);
            assertThat(found.get(0).path("apiVersion").asText()).isNotEmpty();
            return found.get(0);
        }
    }

    private static List<JsonNode> dashboards() throws IOException {
        List<JsonNode> dashboards = new ArrayList<>();
        try (Stream<Path> files = Files.list(DEPLOY.resolve("grafana/dashboards"))) {
            for (Path file : files.sorted().toList()) {
                dashboards.add(JSON.readTree(file.toFile()));
            }
        }
        return dashboards;
    }

    private static String find(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse(null);
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(DEPLOY.resolve("prometheus").toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
    }
}
