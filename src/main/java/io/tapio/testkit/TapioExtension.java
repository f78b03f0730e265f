package io.tapio.testkit;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests what their {@link Tapio} annotations ask for, and closes it afterwards. */
public final class TapioExtension
        implements BeforeAllCallback,
                BeforeEachCallback,
                AfterEachCallback,
                AfterAllCallback,
                ParameterResolver {
    private static final ExtensionContext.Namespace OURS =
            ExtensionContext.Namespace.create(TapioExtension.class);

    /** What was started for one test, or for one class; the last goes first. */
    private static final class Started {
        private final ArrayDeque<AutoCloseable> servers = new ArrayDeque<>();

        Object start(Class<?> type, Tapio wish) {
            AutoCloseable started = TapioExtension.start(type, wish);
            servers.push(started);
            return started;
        }

        /** The one that the class asked for: all parameters of a test mean the same. */
        Object shared(Class<?> type, Tapio wish) {
            for (AutoCloseable each : servers) {
                if (type.isInstance(each)) return each;
            }
            return start(type, wish);
        }

        void close() throws Exception {
            while (!servers.isEmpty()) servers.pop().close();
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        fill(context, Optional.empty(), field -> Modifier.isStatic(field.getModifiers()));
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        for (Object test : context.getRequiredTestInstances().getAllInstances()) {
            fill(context, Optional.of(test), field -> !Modifier.isStatic(field.getModifiers()));
        }
    }

    private static void fill(
            ExtensionContext context, Optional<Object> test, Predicate<Field> wanted)
            throws IllegalAccessException {
        Class<?> first =
                test.<Class<?>>map(Object::getClass).orElse(context.getRequiredTestClass());
        for (@Nullable Class<?> each = first; each != null; each = each.getSuperclass()) {
            for (Field field : each.getDeclaredFields()) {
                @Nullable Tapio wish = field.getAnnotation(Tapio.class);
                if (wish == null || !wanted.test(field)) continue;

                field.setAccessible(true);
                field.set(test.orElse(null), started(context).start(field.getType(), wish));
            }
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return isOurs(parameter.getParameter().getType())
                && context.getTestMethod().isPresent()
                && wish(parameter, context).isPresent();
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        Tapio wish = wish(parameter, context).orElseThrow();
        return parameter.isAnnotated(Tapio.class)
                ? started(context).start(type, wish)
                : started(context).shared(type, wish);
    }

    /** Of the parameter itself, else of the class of the test or of one around it. */
    private static Optional<Tapio> wish(ParameterContext parameter, ExtensionContext context) {
        Optional<Tapio> own = parameter.findAnnotation(Tapio.class);
        if (own.isPresent()) return own;

        @Nullable Class<?> each = context.getRequiredTestClass();
        while (each != null) {
            @Nullable Tapio wish = each.getAnnotation(Tapio.class);
            if (wish != null) return Optional.of(wish);
            each = each.getEnclosingClass();
        }
        return Optional.empty();
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        close(context);
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        close(context);
    }

    private static void close(ExtensionContext context) throws Exception {
        @Nullable Started started =
                context.getStore(OURS).remove(context.getUniqueId(), Started.class);
        if (started != null) started.close();
    }

    /** Of this very test or class, not of one around it. */
    private static Started started(ExtensionContext context) {
        ExtensionContext.Store store = context.getStore(OURS);
        @Nullable Started there = store.get(context.getUniqueId(), Started.class);
        if (there != null) return there;

        var fresh = new Started();
        store.put(context.getUniqueId(), fresh);
        return fresh;
    }

    private static boolean isOurs(Class<?> type) {
        return type == TapioEnsemble.class || type == TapioServer.class;
    }

    private static AutoCloseable start(Class<?> type, Tapio wish) {
        Setup setup = Setup.inMemory().withObservers(wish.observers());
        for (String line : wish.settings()) {
            int equals = line.indexOf('=');
            if (equals < 0) throw new ExtensionConfigurationException("no key=value: " + line);
            setup =
                    setup.with(
                            line.substring(0, equals).strip(), line.substring(equals + 1).strip());
        }
        if (type == TapioEnsemble.class) return TapioEnsemble.start(wish.members(), setup);
        if (type != TapioServer.class || wish.members() != 1) {
            throw new ExtensionConfigurationException(
                    "%s cannot be %d members: %s"
                            .formatted(type, wish.members(), Arrays.toString(wish.settings())));
        }
        return TapioServer.start(setup);
    }
}
