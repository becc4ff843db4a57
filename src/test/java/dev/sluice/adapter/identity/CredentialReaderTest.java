package dev.sluice.adapter.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.access.Mechanism;
import dev.sluice.access.PoolScope;
import dev.sluice.access.Principal;
import dev.sluice.access.Role;
import dev.sluice.access.TokenText;
import dev.sluice.value.BadValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The settings of tokens and users")
@Tag("fast")
class CredentialReaderTest {

    static final String TOKEN = "token-of-the-tests-of-identities-1";
    private static final String HASH = TokenText.hash(TokenText.random());
    private static final String PASSWORD_HASH = "pbkdf2-sha256:600000:" + "ab".repeat(16) + ":" + "cd".repeat(32);

    private static Map<String, String> valid() {
        return new HashMap<>(Map.of(
                "tokens.ci.hash", TokenText.hash(TOKEN),
                "tokens.ci.roles", "operator, AUDITOR",
                "tokens.ci.pools", "orders,users",
                "users.jane.doe.password-hash", PASSWORD_HASH,
                "users.jane.doe.roles", "viewer"));
    }

    @Test
    @DisplayName("become identities with roles, limited to their pools, or for all pools without a limit")
    void read() {
        Credentials read = CredentialReader.read(valid());
        assertThat(read.ofToken(TOKEN))
                .isEqualTo(new Principal(
                        "ci",
                        Set.of(Role.OPERATOR, Role.AUDITOR),
                        PoolScope.of(List.of("orders", "users")),
                        Mechanism.TOKEN));
        assertThat(read.ofToken(TOKEN + "x")).isNull();
        assertThat(Objects.requireNonNull(read.user("jane.doe")).principal())
                .isEqualTo(Principal.of("jane.doe", Role.VIEWER).provenBy(Mechanism.PASSWORD));
        assertThat(read.user("jane")).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "tokens.ci.hash, token-in-clear, tokens.ci.hash",
        "tokens.ci.hash, '', tokens.ci.hash",
        "tokens.ci.roles, root, tokens.ci.roles",
        "tokens.ci.roles, ', ', tokens.ci.roles",
        "tokens.ci.pools, '', tokens.ci.pools",
        "tokens.ci.pools, 'orders, no pool', tokens.ci.pools",
        "tokens.ci.colour, red, tokens.ci.colour",
        "tokens.other.roles, viewer, tokens.other.hash",
        "users.jane.doe.password-hash, in-clear-text, users.jane.doe.password-hash",
        "users.jane.doe.hash, x, users.jane.doe.hash",
        "users.admin-token.roles, viewer, users.admin-token",
        "users.demonstration.roles, viewer, users.demonstration",
        "users.a:b.roles, viewer, users.a:b",
        "users, viewer, users",
        "groups.x.roles, viewer, groups.x.roles"
    })
    @DisplayName("are refused by the name of their key, without their value where it could be a secret")
    void refused(String key, String value, String named) {
        Map<String, String> values = valid();
        values.put(key, value);
        assertThatThrownBy(() -> CredentialReader.read(values))
                .isInstanceOfSatisfying(
                        BadValue.class, refusal -> assertThat(refusal.name()).isEqualTo(named))
                .hasMessageNotContaining("clear");
    }

    @Test
    @DisplayName("need roles, and one name and one token for each identity")
    void unique() {
        Map<String, String> values = valid();
        values.remove("tokens.ci.roles");
        assertThatThrownBy(() -> CredentialReader.read(values)).hasMessageStartingWith("tokens.ci.roles must list");
        values.put("tokens.ci.roles", "viewer");
        values.put("tokens.copy.hash", TokenText.hash(TOKEN));
        values.put("tokens.copy.roles", "admin");
        assertThatThrownBy(() -> CredentialReader.read(values)).hasMessageContaining("is the hash of another token");
        values.put("tokens.copy.hash", HASH);
        values.put("users.ci.password-hash", PASSWORD_HASH);
        values.put("users.ci.roles", "admin");
        assertThatThrownBy(() -> CredentialReader.read(values)).hasMessage("ci is the name of two tokens or users");
    }

    @Test
    @DisplayName("are in the file as properties, and a key may not be repeated there")
    void lines() {
        String text = "# of the team\ntokens.ci.hash=" + TokenText.hash(TOKEN) + "\ntokens.ci.roles = admin\n";
        assertThat(CredentialLines.read(text).ofToken(TOKEN))
                .isEqualTo(Principal.of("ci", Role.ADMIN).provenBy(Mechanism.TOKEN));
        assertThatThrownBy(() -> CredentialLines.read(text + "tokens.ci.roles=viewer"))
                .hasMessage("tokens.ci.roles is given twice");
        assertThatThrownBy(() -> CredentialLines.read(text + "tokens.ci.pools=\\uZZ"))
                .isInstanceOf(BadValue.class);
    }
}
