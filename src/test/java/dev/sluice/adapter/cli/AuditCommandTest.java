package dev.sluice.adapter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.access.AuditEvent;
import dev.sluice.access.Requester;
import dev.sluice.audit.AuditLimits;
import dev.sluice.audit.AuditListener;
import dev.sluice.audit.AuditLog;
import dev.sluice.testing.FakeTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The command audit")
@Tag("fast")
class AuditCommandTest {

    private static final String TWO_LINES = """
            {"entries":[
              {"number":12,"time":"2026-11-29T03:12:00Z","who":"ada","role":"operator","by":"jwt","claim":"Eve\\u001b[2J",
               "address":"192.0.2.7","surface":"http","operation":"resize","target":"orders","operationId":"op_1",
               "parameters":{"max":"20"},"before":{"max":"10"},"after":{"max":"20"},"outcome":"succeeded",
               "reason":null},
              {"number":11,"time":"2026-11-29T03:11:00Z","who":"anonymous","role":"none","claim":null,
               "address":"192.0.2.8","surface":"jmx","operation":"reset","target":"orders","operationId":null,
               "parameters":null,"before":null,"after":null,"outcome":"denied",
               "reason":"this needs the role operator"}],
             "more":true,"next":"12-12"}
            """;

    @TempDir
    Path home;

    private final List<String> queries = new CopyOnWriteArrayList<>();
    private StubService service;

    @BeforeEach
    void start() throws IOException {
        service = new StubService().on("/audit", exchange -> {
            queries.add(String.valueOf(exchange.getRequestURI().getRawQuery()));
            StubService.answer(exchange, 200, TWO_LINES);
        });
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private Ran run(String... words) {
        return Ran.patient(service.url(), new Steps().surroundings(), words);
    }

    @Test
    @DisplayName("prints a line for each change and denial, with the values, and the way to older lines")
    void lines() {
        Ran ran = run("audit");
        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isZero();
        assertThat(ran.lines())
                .containsExactly(
                        "NUMBER  TIME                  WHO              ROLE      BY   FROM            OPERATION  TARGET  OUTCOME"
                                + "    DETAIL",
                        "    12  2026-11-29T03:12:00Z  ada for Eve?[2J  operator  jwt  http 192.0.2.7  resize     orders  succeeded"
                                + "  max=20 max: 10 → 20",
                        "    11  2026-11-29T03:11:00Z  anonymous        none      -    jmx 192.0.2.8   reset      orders  denied"
                                + "     this needs the role operator",
                        "… older lines: --before 12-12");
        assertThat(queries).containsExactly("null");
    }

    @Test
    @DisplayName("passes the filters on, and a duration as a time before the present")
    void filters() {
        String now = new Steps().instant().minusSeconds(7200).toString();
        assertThat(run("audit", "--since=2h", "--until=2026-11-29T04:00:00Z", "--principal=a b", "--outcome=denied")
                        .code())
                .isZero();
        assertThat(run(
                                "audit",
                                "--operation=reset",
                                "--target=orders",
                                "--before=12-46",
                                "--kind=change",
                                "--limit=1",
                                "--json")
                        .out())
                .contains("\"number\":12");
        assertThat(queries)
                .containsExactly(
                        "since=" + ApiPaths.encoded(now)
                                + "&until=2026-11-29T04%3A00%3A00Z&principal=a%20b&outcome=denied",
                        "operation=reset&target=orders&kind=change&before=12-46&limit=1");
    }

    private static final class Silent implements AuditListener {

        @Override
        public void written(String line) {}

        @Override
        public void lost(String why) {}

        @Override
        public void damaged(String description) {}
    }

    private Path auditLog() {
        Path directory = home.resolve("audit");
        try (AuditLog log = new AuditLog(directory, AuditLimits.DEFAULT, new FakeTime(), new Silent())) {
            for (int i = 1; i <= 5; i++) {
                log.write(AuditEvent.begun(Requester.APPLICATION, "reset", "orders", "op_" + i, Map.of()));
            }
            log.write(AuditEvent.denied(Requester.APPLICATION, "login", "", "a wrong password"));
        }
        return directory;
    }

    private Ran verified(UnaryOperator<List<String>> change) throws IOException {
        Path file = auditLog().resolve("audit.jsonl");
        Files.write(file, change.apply(new ArrayList<>(Files.readAllLines(file))));
        return Ran.of(new AuditCommand(new Steps().surroundings()), "verify", file.toString());
    }

    private static UnaryOperator<List<String>> but(Consumer<List<String>> change) {
        return lines -> {
            change.accept(lines);
            return lines;
        };
    }

    @Test
    @DisplayName("verify ends with 0 if every line is as it was written")
    void intact() throws IOException {
        Ran ran = verified(lines -> lines);
        assertThat(ran.code()).isZero();
        assertThat(ran.lines())
                .containsExactly(
                        "intact: 5 lines, numbers 1 to 5, in " + home.resolve("audit/audit.jsonl"),
                        "intact: 1 line, numbers 1 to 1, in " + home.resolve("audit/denials.jsonl"));
        assertThat(service.requests).isEmpty();
    }

    @Test
    @DisplayName("verify names a changed, a removed, a moved and a missing last line, and ends with 1")
    void damaged() throws IOException {
        assertFinding(lines -> lines.set(2, lines.get(2).replace("op_3", "op_9")), "audit.jsonl line 3: the line was");
        assertFinding(lines -> lines.remove(2), "audit.jsonl line 3: number 4 follows number 2");
        assertFinding(lines -> lines.add(1, lines.remove(3)), "audit.jsonl line 2: number 4 follows number 1");
        assertFinding(lines -> lines.remove(0), "the lines 1 to 1 are missing at the beginning of audit.jsonl");
        assertFinding(lines -> lines.remove(4), "the lines 5 to 5 are missing at the end");
        assertFinding(
                lines -> lines.set(4, lines.get(4).substring(0, 40)),
                "audit.jsonl line 5: the line was changed, or is");
    }

    private void assertFinding(Consumer<List<String>> change, String finding) throws IOException {
        home = Files.createTempDirectory(home, "case");
        Ran ran = verified(but(change));
        assertThat(ran.code()).as(ran.out()).isEqualTo(1);
        assertThat(ran.lines().get(0)).startsWith(finding);
        assertThat(ran.lines()).anyMatch(line -> line.startsWith("DAMAGED: ") && line.endsWith("audit.jsonl"));
        assertThat(ran.lines()).last().asString().startsWith("intact: ").endsWith("denials.jsonl");
    }

    @Test
    @DisplayName("verify names a removed denial and its file, and ends with 1")
    void damagedDenials() throws IOException {
        Files.delete(auditLog().resolve("denials.jsonl"));
        Ran ran = Ran.of(
                new AuditCommand(new Steps().surroundings()),
                "verify",
                home.resolve("audit").toString());
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.lines())
                .containsExactly(
                        "intact: 5 lines, numbers 1 to 5, in " + home.resolve("audit/audit.jsonl"),
                        "the lines 1 to 1 are missing at the end of denials.jsonl",
                        "DAMAGED: 0 lines, in " + home.resolve("audit/denials.jsonl"));
    }

    @Test
    @DisplayName("verify ends with 2 if there is no audit log")
    void missing() {
        Ran ran = Ran.of(
                new AuditCommand(new Steps().surroundings()),
                "verify",
                home.resolve("none").toString());
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).startsWith("cannot read the audit log in " + home.resolve("none"));
    }
}
