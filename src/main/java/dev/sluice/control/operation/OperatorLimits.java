package dev.sluice.control.operation;

import dev.sluice.access.Role;
import dev.sluice.pool.operation.OperationName;

/**
 * The limits within which the role operator is enough. Immutable.
 *
 * @param maxSize the largest maximum of a pool that an operator may set
 */
public record OperatorLimits(int maxSize) {

    /** No limits but those of the values. */
    public static final OperatorLimits NONE = new OperatorLimits(Integer.MAX_VALUE);

    /** Returns the role that the order needs; the highest if the catalogue does not have its operation. */
    Role role(Order order) {
        Command command = order.command();
        boolean isBeyond = command.name().equals(OperationName.RESIZE.text())
                && command.arguments().stream()
                        .anyMatch(
                                given -> given.name().equals(CapacityOperations.MAX.name()) && isBeyond(given.value()));
        return isBeyond ? Role.ADMIN : OperationCatalogue.roleOf(command.name());
    }

    private boolean isBeyond(Object size) {
        return size instanceof Integer number && number > maxSize;
    }
}
