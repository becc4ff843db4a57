package dev.sluice.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("fast")
class ServerIdentityTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jdbc:postgresql://DB.example:5433/orders?user=app | db.example:5433",
                "jdbc:postgresql://db.example/orders | db.example:5432",
                "jdbc:postgresql://a,b:6000/orders | a:5432,b:6000",
                "jdbc:postgresql://[::1]/orders | [::1]:5432",
                "jdbc:postgresql://app:secret@db.example/orders | db.example:5432",
                "jdbc:mysql://db.example | db.example:3306",
                "jdbc:mariadb://db.example:3307/x | db.example:3307",
                "jdbc:sqlserver://db.example;databaseName=x | db.example:1433",
                "jdbc:oracle:thin:@//db.example/service | db.example:1521",
                "jdbc:postgresql:///orders |",
                "jdbc:postgresql:orders |",
                "jdbc:h2:mem:orders |"
            })
    @DisplayName("the identity of a server is host and port of the URL, without credentials; none without a host")
    void identity(String url, String expected) {
        assertThat(ServerIdentity.of(url)).isEqualTo(expected);
    }
}
