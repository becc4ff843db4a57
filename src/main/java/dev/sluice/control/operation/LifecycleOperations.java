package dev.sluice.control.operation;

import static dev.sluice.control.operation.OperationParameters.CLOSE_MODE;
import static dev.sluice.control.operation.OperationParameters.PATIENCE;
import static dev.sluice.value.ValueSpec.optional;

import dev.sluice.access.Role;
import dev.sluice.control.operation.Command.Effort;
import dev.sluice.control.operation.OperationEntry.ParameterPlace;
import dev.sluice.control.operation.ShortForm.Input;
import dev.sluice.control.setting.PoolSetting;
import dev.sluice.control.setting.SettingCatalogue;
import dev.sluice.control.setting.SettingKeys;
import dev.sluice.pool.operation.OperationName;
import dev.sluice.value.Arguments;
import dev.sluice.value.ValueSpec;
import dev.sluice.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The operations that create and delete pools. */
final class LifecycleOperations {

    private static final String URL = "url";

    private static final ValueSpec<Boolean> KEEP = optional(
                    "persist", Values.FLAG, "Keeps the pool in sluice.pools-file for the next start.", "false")
            .or(false, "false");
    private static final ValueSpec<Boolean> FORGET = optional(
                    "persist", Values.FLAG, "Removes the pool from sluice.pools-file, if the file keeps it.", "false")
            .or(false, "false");

    private LifecycleOperations() {}

    /** Returns the entries in the order of the documentation. */
    static List<OperationEntry> entries() {
        return List.of(createPool(), deletePool());
    }

    private static OperationEntry createPool() {
        return OperationEntry.of(OperationName.CREATE_POOL)
                .title("Create a pool")
                .description(
                        "Creates a pool with the settings that a configuration would have under sluice.pools.<name>, by their"
                                + " names in JSON. Settings that run statements or load classes are taken from the"
                                + " configuration only. The pool exists as soon as it has its first connection; without one,"
                                + " nothing has changed. The pool ends with the service, unless persist is true; a kept pool"
                                + " takes its password from sluice.secrets.")
                .role(Role.ADMIN)
                .place(ParameterPlace.CREATE)
                .parameters(settings())
                .shortForms(ShortForm.of(
                                "createPool",
                                Input.of(optional(URL, Values.JDBC_URL, "The JDBC URL.", "…")),
                                input("username", "The user."),
                                input("password", "The password."),
                                Input.pairs(
                                        "settings",
                                        "Other settings as key=value, separated by commas, with the keys of the"
                                                + " configuration: max-size=5, acquisition-timeout=2s. persist=true keeps"
                                                + " the pool after a restart. Settings that run statements or load"
                                                + " classes can be set in the configuration only.",
                                        "max-size=5"))
                        .describedAs("Adds a pool when it has its first connection; if no connection can be created,"
                                + " nothing changes."))
                .reads(LifecycleOperations::creation);
    }

    private static Input input(String name, String description) {
        return Input.of(optional(name, Values.text(), description, "…"));
    }

    /** Returns the settings of a new pool that a request may give, of which the URL is required. */
    private static List<ValueSpec<?>> settings() {
        List<ValueSpec<?>> parameters = new ArrayList<>(List.of(KEEP));
        SettingCatalogue.all().stream()
                .filter(PoolSetting::isForRequests)
                .map(PoolSetting::spec)
                .forEach(spec -> parameters.add(spec.name().equals(URL) ? spec.asRequired() : spec));
        return parameters;
    }

    /** Reads the settings of a new pool by their names or their keys. The creation of the pool checks them. */
    private static Command creation(Map<String, String> given) {
        boolean persist = new Arguments(given).need(KEEP);
        GivenTexts settings = GivenTexts.ofSettings();
        given.forEach((name, text) -> {
            if (!name.equals(KEEP.name())) {
                settings.add(SettingKeys.of(name), text);
            }
        });
        PoolPlan plan = new PoolPlan("", settings.texts(), persist);
        List<Argument> arguments = plan.arguments();
        arguments.add(Argument.of(KEEP, persist));
        return new Command(
                OperationName.CREATE_POOL,
                arguments,
                Effort.LONG_AND_TRIED,
                (pools, name, context) -> pools.create(new PoolPlan(name, plan.settings(), persist), context));
    }

    private static OperationEntry deletePool() {
        return OperationEntry.of(OperationName.DELETE_POOL)
                .title("Delete a pool")
                .description(
                        "Closes the pool, as close does, and removes it. A pool of the configuration is there again after the"
                                + " next start, and so is a kept pool unless persist is true. A pool behind a data source of"
                                + " the application cannot be deleted.")
                .role(Role.ADMIN)
                .breaksLeases()
                .place(ParameterPlace.DELETE)
                .parameters(CLOSE_MODE, PATIENCE, FORGET)
                .shortForms(ShortForm.of("deletePool", Input.seconds(PATIENCE, "Maximum wait for leases, in seconds."))
                        .describedAs("Waits for leases, closes the pool and removes it."))
                .doesOnPools(arguments -> (pools, name, context) -> pools.delete(
                        name, arguments.need(CLOSE_MODE), arguments.need(PATIENCE), arguments.need(FORGET), context));
    }
}
