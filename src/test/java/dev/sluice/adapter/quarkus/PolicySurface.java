package dev.sluice.adapter.quarkus;

import static dev.sluice.testing.Operator.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.control.policy.RuleKey;
import dev.sluice.testing.JmxClient;
import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import java.lang.management.ManagementFactory;
import java.util.List;
import javax.management.ObjectName;

/** A surface over which an operator changes policies of the default pool. */
enum PolicySurface {
    REST {
        @Override
        void change(String rules) {
            JsonObject patch = new JsonObject();
            for (String rule : rules.split(",")) {
                String[] parts = rule.split("=", 2);
                add(patch, RuleKey.parse(parts[0]).path(), parts[1].isEmpty() ? null : parts[1]);
            }
            Response response = given().contentType("application/merge-patch+json")
                    .body(patch.encode())
                    .patch("/pools/default/policy");
            assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        }
    },
    JMX {
        @Override
        void change(String rules) throws Exception {
            JmxClient.asAdmin(() -> ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("dev.sluice:type=Pool,name=default"),
                            "changePolicy",
                            new Object[] {rules},
                            new String[] {String.class.getName()}));
        }
    };

    /** Changes rules, as key=value with commas between them; a key without a value switches a policy off. */
    abstract void change(String rules) throws Exception;

    private static void add(JsonObject patch, List<String> path, String value) {
        JsonObject group = patch;
        for (String name : path.subList(0, path.size() - 1)) {
            if (!group.containsKey(name)) {
                group.put(name, new JsonObject());
            }
            group = group.getJsonObject(name);
        }
        group.put(path.get(path.size() - 1), value);
    }
}
