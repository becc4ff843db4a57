package dev.sluice.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("fast")
@DisplayName("A file with secrets")
class SecretFileTest {

    private static final int STRANGER = 54_321;

    @TempDir
    Path home;

    private Path file(String permissions) throws IOException {
        Path file = Files.writeString(home.resolve("secret"), "text");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    @Test
    @DisplayName("is read if only the user of this process can read it")
    void own() throws Exception {
        SecretFile own = new SecretFile(file("rw-------"));
        assertThat(own.read()).isEqualTo("text");
        assertThat(own.readOfAnyOwner()).isEqualTo("text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r--r--", "rw-rw----", "rw----r--", "rw-----w-", "rwx-----x"})
    @DisplayName("is refused if others can read or write it, for every owner")
    void open(String permissions) throws IOException {
        SecretFile open = new SecretFile(file(permissions));
        assertThatThrownBy(open::read).isInstanceOf(SecretFile.Refused.class).hasMessageContaining("chmod 600");
        assertThatThrownBy(open::readOfAnyOwner).isInstanceOf(SecretFile.Refused.class);
    }

    @Test
    @DisplayName("may be read by its group only if root has handed it over")
    void group() throws SecretFile.Refused {
        SecretFile.check(PosixFilePermissions.fromString("r--r-----"), true);
        assertThatThrownBy(() -> SecretFile.check(PosixFilePermissions.fromString("r--r-----"), false))
                .hasMessageContaining("group");
    }

    @Test
    @DisplayName("belongs to the user of the process, or to root, also for a process of root")
    void owner() throws SecretFile.Refused {
        SecretFile.check(1000, 1000);
        SecretFile.check(0, 1000);
        SecretFile.check(STRANGER, null);
        for (int user : new int[] {0, 1000}) {
            assertThatThrownBy(() -> SecretFile.check(STRANGER, user))
                    .isInstanceOf(SecretFile.Refused.class)
                    .hasMessage("belongs to another user (number 54321): chown it to the user of this process");
        }
    }

    @Test
    @DisplayName("with another owner is refused, except for a user who has named it")
    void foreign() throws Exception {
        Path file = file("rw-------");
        assumeTrue(Integer.valueOf(0).equals(Files.getAttribute(file, "unix:uid")), "only root gives a file away");
        Files.setAttribute(file, "unix:uid", STRANGER);
        SecretFile foreign = new SecretFile(file);
        assertThatThrownBy(foreign::read).isInstanceOf(SecretFile.Refused.class).hasMessageContaining("another user");
        assertThat(foreign.readOfAnyOwner()).isEqualTo("text");
    }
}
