package dev.sluice.adapter.quarkus;

import dev.sluice.admission.Priority;
import dev.sluice.pool.AcquireRequest;
import dev.sluice.value.BadValue;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.InterceptionType;
import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.inject.Singleton;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;

/** Reads each {@link Lane} of the application once at its start, so that an invalid text is found before a call. */
@Singleton
class LaneCheck {

    /** Stands for each {@link Lane}, because no member of it selects an interceptor. */
    @SuppressWarnings("ClassExplicitlyAnnotation")
    private static final class AnyLane extends AnnotationLiteral<Lane> implements Lane {

        static final AnyLane INSTANCE = new AnyLane();
        private static final long serialVersionUID = 1L;

        @Override
        public Priority value() {
            return Priority.NORMAL;
        }

        @Override
        public String[] tags() {
            return new String[0];
        }

        @Override
        public String timeout() {
            return "";
        }

        @Override
        public String leakThreshold() {
            return "";
        }
    }

    private final BeanManager beans;

    LaneCheck(BeanManager beans) {
        this.beans = beans;
    }

    /**
     * Reads the annotations of all beans, if there is one: to find that there is none would load every class that the
     * beans mention, at each start.
     *
     * @throws BadConfiguration that names the class or the method, and the rule
     */
    void checkAll() {
        if (beans.resolveInterceptors(InterceptionType.AROUND_INVOKE, AnyLane.INSTANCE)
                .isEmpty()) {
            return; // the build has removed the interceptor, because no bean has the annotation
        }
        for (Bean<?> bean : beans.getBeans(Object.class, Any.Literal.INSTANCE)) {
            for (Class<?> type = bean.getBeanClass(); type != null; type = type.getSuperclass()) {
                checkClass(type);
            }
        }
    }

    private static void checkClass(Class<?> type) {
        check(type.getName(), type);
        Method[] methods;
        try {
            methods = type.getDeclaredMethods();
        } catch (LinkageError e) {
            return; // a bean of another library, with a missing type: no code can call it
        }
        for (Method method : methods) {
            check(type.getName() + "." + method.getName(), method);
        }
    }

    static void check(String place, AnnotatedElement element) {
        Lane lane = element.getDeclaredAnnotation(Lane.class);
        if (lane == null) {
            return;
        }
        try {
            LaneInterceptor.request(lane, AcquireRequest.DEFAULT);
        } catch (BadValue e) {
            throw new BadConfiguration(place + ": " + e.getMessage());
        }
    }
}
