package dev.sluice.adapter.quarkus;

import dev.sluice.control.operation.PoolPlan;
import dev.sluice.control.setting.BadSetting;
import dev.sluice.control.setting.PoolSetting;
import dev.sluice.control.setting.SettingCatalogue;
import dev.sluice.jdbc.url.Destinations;
import dev.sluice.pool.failure.StoredCredentialsStay;
import dev.sluice.pool.failure.TargetNotAllowed;
import dev.sluice.pool.store.Target;
import dev.sluice.value.BadValue;
import dev.sluice.value.GivenText;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Decides on the settings of a new pool in a request, for all interfaces. The settings that the {@link
 * SettingCatalogue} permits are accepted; any other setting is refused.
 */
final class RequestRules {

    private static final Pattern NOT_A_LETTER = Pattern.compile("[^a-z]");

    /** The keys that a request may have. All rules of the gate and all policies are permitted. */
    private static final Set<String> PERMITTED = SettingCatalogue.all().stream()
            .filter(PoolSetting::isForRequests)
            .map(PoolSetting::key)
            .collect(Collectors.toUnmodifiableSet());

    private static final Set<String> RULES = Set.of("admission.", "policy.");

    /** The refused keys by their lower-case letters, so that all spellings match. */
    private static final Map<String, String> REFUSED = SettingCatalogue.all().stream()
            .filter(setting -> !setting.isForRequests())
            .map(PoolSetting::key)
            .collect(Collectors.toUnmodifiableMap(RequestRules::letters, Function.identity()));

    /** The setting that permits destinations for stored credentials, which no switch opens for requests. */
    private static final String ENDPOINTS = "endpoints";

    private final CredentialPlaces places;
    private final RequestTargets targets;

    RequestRules(CredentialPlaces places, RequestTargets targets) {
        this.places = places;
        this.targets = targets;
    }

    /**
     * Reads the plan of a request.
     *
     * @throws BadValue if a setting is invalid, or can be set in the configuration only
     * @throws TargetNotAllowed if the configuration does not permit its database
     * @throws StoredCredentialsStay if its secret would be sent to a host that the configuration does not name
     */
    PoolMapping read(PoolPlan plan) {
        plan.settings().keySet().stream()
                .map(this::knownToBeRefused)
                .flatMap(Optional::stream)
                .findFirst()
                .ifPresent(RequestRules::refuse);
        PoolMapping settings = PlanReader.read(plan);
        plan.settings().keySet().stream()
                .filter(key -> !isPermitted(key))
                .findFirst()
                .ifPresent(RequestRules::refuse);
        settings.driver().ifPresent(this::requireKnownDriver);
        settings.url().ifPresent(url -> admit(url, settings));
        requirePlain("username", settings.username());
        requirePlain("password", settings.password());
        return settings;
    }

    private void admit(String url, PoolMapping settings) {
        Destinations named = settings.secret()
                .map(secret -> Destinations.of(places.ofSecret(secret)))
                .orElse(Destinations.NONE);
        targets.policy().admit(url, named, settings.secret().isEmpty());
    }

    private boolean isPermitted(String key) {
        return PERMITTED.contains(key)
                || RULES.stream().anyMatch(key::startsWith)
                || (targets.isCodeAllowed() && !key.equals(ENDPOINTS));
    }

    private void requireKnownDriver(String type) {
        if (!targets.isDriverKnown(type)) {
            throw new BadSetting("driver", "must be a class that the configuration names, or a registered driver");
        }
    }

    /**
     * Refuses a text with a control character. Such a character ends the text in a driver or in a message to the
     * server, so that its rest would be read as settings.
     */
    private static void requirePlain(String key, Optional<String> value) {
        if (value.filter(Target::hasControlCharacter).isPresent()) {
            throw new BadSetting(key, Target.NO_CONTROL_CHARACTER);
        }
    }

    /** Returns the key of the setting that is refused, in its usual spelling; empty if the key means no such setting. */
    private Optional<String> knownToBeRefused(String key) {
        String plain = key;
        try {
            plain = URLDecoder.decode(key, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // the key is not percent-encoded
        }
        String setting = letters(plain.split("\\.", 2)[0]);
        return Optional.ofNullable(REFUSED.get(setting))
                .filter(known -> known.equals(ENDPOINTS) || !targets.isCodeAllowed());
    }

    private static String letters(String key) {
        return NOT_A_LETTER.matcher(key.toLowerCase(Locale.ROOT)).replaceAll("");
    }

    private static void refuse(String key) {
        throw new BadSetting(GivenText.name(key), "can be set in the configuration only, and not with a request");
    }
}
