package dev.sluice.adapter.jmx;

import dev.sluice.control.operation.OperationCatalogue;
import dev.sluice.control.operation.OperationEntry;
import dev.sluice.control.operation.OperationEntry.Place;
import dev.sluice.pool.operation.OperationName;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The operations of the catalogue that JMX offers on each pool; some of them have a form without parameters, too. */
final class CatalogueOperations {

    /** Operations that a click may start with the defaults; they never break a lease. */
    private static final Set<String> WITHOUT_PARAMETERS = Stream.of(
                    OperationName.RESET,
                    OperationName.EXPIRE,
                    OperationName.RENEW,
                    OperationName.FILL,
                    OperationName.WARM_UP)
            .map(OperationName::text)
            .collect(Collectors.toUnmodifiableSet());

    private CatalogueOperations() {}

    /** Returns the operations on existing pools that do not delete them. */
    static List<OperationEntry> onPools() {
        return OperationCatalogue.all().stream()
                .filter(entry -> entry.place() == Place.QUERY || entry.place() == Place.BODY)
                .toList();
    }

    static boolean hasShortForm(OperationEntry entry) {
        return WITHOUT_PARAMETERS.contains(entry.name());
    }
}
