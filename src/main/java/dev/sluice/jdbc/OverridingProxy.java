package dev.sluice.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A proxy for one of Agroal's interfaces, for any version of Agroal. {@code changes} answers the methods that it
 * declares, the original answers all others. A method of a later Agroal therefore reaches the original, instead of
 * throwing an {@link AbstractMethodError}.
 */
final class OverridingProxy implements InvocationHandler {

    private final Object changes;
    private final Supplier<?> original;

    private OverridingProxy(Object changes, Supplier<?> original) {
        this.changes = changes;
        this.original = original;
    }

    /**
     * Creates a proxy.
     *
     * @param type the interface
     * @param changes an object of a class in this package; answers the methods that its class declares with the same
     *     name and parameters
     * @param original answers the other methods, as far as it has them
     */
    static <T> T of(Class<T> type, Object changes, Supplier<?> original) {
        return type.cast(Proxy.newProxyInstance(
                OverridingProxy.class.getClassLoader(), new Class<?>[] {type}, new OverridingProxy(changes, original)));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            if (method.getDeclaringClass() == Object.class) {
                return ofObject(proxy, method, arguments);
            }
            Method changed = declared(method);
            if (changed != null) {
                return changed.invoke(changes, arguments);
            }
            Object rest = original.get();
            if (method.getDeclaringClass().isInstance(rest)) {
                return method.invoke(rest, arguments);
            }
            throw new UnsupportedOperationException("not known to this version of Sluice: " + method);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    private @Nullable Object ofObject(Object proxy, Method method, Object @Nullable [] arguments)
            throws ReflectiveOperationException {
        return method.getName().equals("equals") && arguments != null
                ? (Object) (proxy == arguments[0])
                : method.invoke(changes, arguments);
    }

    private @Nullable Method declared(Method wanted) {
        try {
            return changes.getClass().getDeclaredMethod(wanted.getName(), wanted.getParameterTypes());
        } catch (NoSuchMethodException e) {
            return null;
        }
    }
}
