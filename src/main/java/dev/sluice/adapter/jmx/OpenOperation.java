package dev.sluice.adapter.jmx;

import java.util.ArrayList;
import java.util.List;
import javax.management.openmbean.OpenMBeanOperationInfo;
import javax.management.openmbean.OpenMBeanOperationInfoSupport;
import javax.management.openmbean.OpenMBeanParameterInfo;
import javax.management.openmbean.OpenMBeanParameterInfoSupport;
import javax.management.openmbean.SimpleType;
import org.jspecify.annotations.Nullable;

/**
 * An operation of an {@link OpenBean}. Operations of one name differ in the number of their parameters, or in the types
 * of them.
 *
 * @param name the name of the operation
 * @param description the effect
 * @param impact {@link javax.management.MBeanOperationInfo#ACTION} or INFO
 * @param result the mapping of the result
 * @param parameters the parameters in their order
 * @param permission checks the requester, before anything else of the call is read
 * @param call runs the operation with one argument for each parameter, of the parameter's type or null
 */
record OpenOperation(
        String name,
        String description,
        int impact,
        OpenMapping result,
        List<OpenParameter> parameters,
        Permission permission,
        Call call) {

    /** The check of the requester's permission. */
    @FunctionalInterface
    interface Permission {
        /** Returns if the requester may call the operation; the arguments may have any number and types. */
        void require(List<@Nullable Object> arguments);
    }

    /**
     * A parameter of an operation.
     *
     * @param mayBeNull whether null means the default; a text may always be null
     */
    record OpenParameter(String name, String description, SimpleType<?> type, boolean mayBeNull) {

        OpenParameter(String name, String description, SimpleType<?> type) {
            this(name, description, type, type.equals(SimpleType.STRING));
        }

        boolean takes(@Nullable Object argument) {
            return argument == null ? mayBeNull || type.equals(SimpleType.STRING) : type.isValue(argument);
        }
    }

    /** The work of an operation. */
    @FunctionalInterface
    interface Call {
        Object with(List<@Nullable Object> arguments);
    }

    OpenMBeanOperationInfo info() {
        OpenMBeanParameterInfo[] signature = parameters.stream()
                .map(parameter ->
                        new OpenMBeanParameterInfoSupport(parameter.name(), parameter.description(), parameter.type()))
                .toArray(OpenMBeanParameterInfo[]::new);
        return new OpenMBeanOperationInfoSupport(name, description, signature, result.type(), impact);
    }

    boolean takes(String operation, int arguments) {
        return name.equals(operation) && parameters.size() == arguments;
    }

    /** Returns whether each argument has the type of its parameter. */
    boolean fits(@Nullable Object[] arguments) {
        for (int i = 0; i < arguments.length; i++) {
            if (!parameters.get(i).takes(arguments[i])) {
                return false;
            }
        }
        return true;
    }

    /**
     * Checks the arguments and runs the operation.
     *
     * @throws IllegalArgumentException naming the parameter whose argument has another type
     */
    @Nullable
    Object invoke(@Nullable Object[] arguments) {
        List<@Nullable Object> checked = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            checked.add(check(parameters.get(i), arguments[i]));
        }
        return result.translate(call.with(checked));
    }

    private static @Nullable Object check(OpenParameter parameter, @Nullable Object argument) {
        if (parameter.takes(argument)) {
            return argument;
        }
        throw new IllegalArgumentException(
                parameter.name() + " must be a " + parameter.type().getTypeName() + ": " + argument);
    }
}
