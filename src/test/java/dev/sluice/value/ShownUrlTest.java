package dev.sluice.value;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A JDBC URL is shown")
@Tag("fast")
class ShownUrlTest {

    @ParameterizedTest
    @DisplayName("unchanged if it has a kind, hosts, a database and listed parameters only")
    @ValueSource(
            strings = {
                "jdbc:postgresql://db1.example:5432,[::1]:5433/orders?sslmode=verify-full&connectTimeout=5",
                "jdbc:postgresql:orders",
                "jdbc:postgresql://db/?ApplicationName=orders",
                "jdbc:mariadb://db:3306/orders?useCompression=true",
                "jdbc:mysql://db/orders",
                "jdbc:oracle:thin:@//db:1521/orders.example",
                "jdbc:oracle:thin:@db:1521:ORCL",
                "jdbc:sqlserver://db\\prod:1433;databaseName=orders;encrypt=true",
                "jdbc:h2:mem:orders;DB_CLOSE_DELAY=-1;MODE=PostgreSQL",
                "jdbc:h2:tcp://db:9092/orders"
            })
    void plain(String url) {
        assertThat(ShownUrl.of(url)).isEqualTo(url);
        assertThat(ShownUrl.read(url).hidden()).isEmpty();
    }

    @ParameterizedTest
    @DisplayName("without everything that may be a secret")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "jdbc:postgresql://db/o?user=me&password=hunter2&ssl=true | jdbc:postgresql://db/o?ssl=true&…",
                "jdbc:postgresql://db/o?pass%77ord=hunter2 | jdbc:postgresql://db/o?…",
                "jdbc:postgresql://db/o?hunter2 | jdbc:postgresql://db/o?…",
                "jdbc:postgresql://db/o?sslmode=hunter2!@ | jdbc:postgresql://db/o?…",
                "jdbc:postgresql://me:hunter2@db/o | jdbc:postgresql:…",
                "jdbc:postgresql://me:h/unter2@db/o?ssl=true | jdbc:postgresql:…?ssl=true",
                "jdbc:postgresql://db/hunter2;x | jdbc:postgresql:…",
                "jdbc:mysql://(host=db,password=hunter2)/o | jdbc:mysql:…",
                "jdbc:oracle:thin:me/hunter2@//db:1521/o | jdbc:oracle:thin:…@//db:1521/o",
                "jdbc:oracle:thin:me/h?unt@er2@//db:1521/o | jdbc:oracle:thin:…@//db:1521/o",
                "jdbc:oracle:thin:me/hunter2@db:1521:o | jdbc:oracle:thin:…",
                "jdbc:sqlserver://db;user=me;password={hunter2;};encrypt=true | jdbc:sqlserver://db;encrypt=true;…",
                "jdbc:h2:mem:o;INIT=CREATE USER X PASSWORD 'hunter2' | jdbc:h2:mem:o;…",
                "jdbc:h2:file:/data/hunter2;CIPHER=AES | jdbc:h2:file:…;…",
                "jdbc:other:hunter2 | jdbc:…",
                "hunter2 | …"
            })
    void hidden(String url, String shown) {
        assertThat(ShownUrl.of(url)).isEqualTo(shown).doesNotContain("hunter2");
        assertThat(ShownUrl.read(url).hidden()).isNotEmpty();
    }
}
