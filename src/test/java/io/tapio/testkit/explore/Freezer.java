package io.tapio.testkit.explore;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns a graph of objects into numbers and back; graphs that behave alike become the same numbers.
 * What is shared stays shared.
 *
 * <p>Values (records, enums, strings, the collections that nobody can change) are kept in a pool.
 * Objects of the project are taken apart field by field, and the usual collections entry by entry,
 * in an order that does not depend on their past.
 */
final class Freezer {
    private static final int NULL = 0;
    private static final int VALUE = 1;
    private static final int SEEN = 2;
    private static final int ABSENT = 3;
    private static final int PRESENT = 4;
    private static final int MAP = 5;
    private static final int COLLECTION = 6;
    private static final int OBJECT = 7;

    private static final List<Class<?>> CONTAINERS =
            List.of(
                    HashMap.class,
                    LinkedHashMap.class,
                    TreeMap.class,
                    HashSet.class,
                    ArrayList.class,
                    ArrayDeque.class);
    private static final List<Supplier<Object>> EMPTY =
            List.of(
                    HashMap::new,
                    LinkedHashMap::new,
                    TreeMap::new,
                    HashSet::new,
                    ArrayList::new,
                    ArrayDeque::new);

    private final Pool<Object> values = new Pool<>();
    private final Map<Class<?>, Anatomy> anatomies = new HashMap<>();
    private final List<Anatomy> byNumber = new ArrayList<>();
    private final Class<?> ignored;

    /** A field that holds an {@code ignored} is empty afterwards. */
    Freezer(Class<?> ignored) {
        this.ignored = ignored;
    }

    /** How objects of one class are made, and what they consist of. */
    private record Anatomy(int number, Constructor<?> birth, List<Field> fields) {}

    int[] freeze(Object root) {
        var out = new Numbers();
        write(root, out, new IdentityHashMap<>());
        return out.toArray();
    }

    private void write(@Nullable Object it, Numbers out, Map<Object, Integer> seen) {
        if (it == null || ignored.isInstance(it)) {
            out.add(NULL);
        } else if (it instanceof Optional<?> maybe) {
            out.add(maybe.isPresent() ? PRESENT : ABSENT);
            if (maybe.isPresent()) write(maybe.get(), out, seen);
        } else if (isValue(it)) {
            out.add(VALUE);
            out.add(values.numberOf(it));
        } else if (seen.containsKey(it)) {
            out.add(SEEN);
            out.add(seen.get(it));
        } else {
            seen.put(it, seen.size());
            takeApart(it, out, seen);
        }
    }

    private static boolean isValue(Object it) {
        Class<?> type = it.getClass();
        if (CONTAINERS.contains(type)) return false;

        if (type.isRecord() || type.isEnum()) return true;

        String name = type.getName();
        boolean unchanging =
                name.startsWith("java.lang.") || name.startsWith("java.util.ImmutableCollections");
        if (!unchanging && !name.startsWith("io.tapio.")) {
            throw new IllegalStateException(type + " is nothing to be frozen");
        }
        return unchanging;
    }

    private void takeApart(Object it, Numbers out, Map<Object, Integer> seen) {
        int container = CONTAINERS.indexOf(it.getClass());
        if (it instanceof Map<?, ?> map) {
            out.add(MAP, container, map.size());
            ordered(map)
                    .forEach(
                            (key, value) -> {
                                write(key, out, seen);
                                write(value, out, seen);
                            });
        } else if (it instanceof Collection<?> many) {
            out.add(COLLECTION, container, many.size());
            (it instanceof HashSet<?> set ? new TreeSet<>(set) : many)
                    .forEach(each -> write(each, out, seen));
        } else {
            Anatomy anatomy = anatomyOf(it.getClass());
            out.add(OBJECT);
            out.add(anatomy.number());
            for (Field each : anatomy.fields()) {
                writeField(it, each, out, seen);
            }
        }
    }

    private static Map<?, ?> ordered(Map<?, ?> map) {
        return map.getClass() == HashMap.class ? new TreeMap<>(map) : map;
    }

    private void writeField(Object of, Field field, Numbers out, Map<Object, Integer> seen) {
        try {
            Class<?> type = field.getType();
            if (type == int.class) {
                out.add(field.getInt(of));
            } else if (type == long.class) {
                out.add((int) field.getLong(of), (int) (field.getLong(of) >>> 32));
            } else if (type == boolean.class) {
                out.add(field.getBoolean(of) ? 1 : 0);
            } else {
                write(field.get(of), out, seen);
            }
        } catch (IllegalAccessException refused) {
            throw new IllegalStateException(refused);
        }
    }

    Object thaw(int[] frozen) {
        Object root = read(new Reading(frozen));
        if (root == null) throw new IllegalStateException("nothing was frozen");
        return root;
    }

    /** How far a thaw has come, and the objects it has made. */
    private static final class Reading {
        private final int[] frozen;
        private final List<Object> made = new ArrayList<>();
        private int at;

        Reading(int[] frozen) {
            this.frozen = frozen;
        }

        int next() {
            return frozen[at++];
        }
    }

    private @Nullable Object read(Reading in) {
        return switch (in.next()) {
            case NULL -> null;
            case VALUE -> values.at(in.next());
            case SEEN -> in.made.get(in.next());
            case ABSENT -> Optional.empty();
            case PRESENT -> Optional.ofNullable(read(in));
            case MAP -> readMap(in);
            case COLLECTION -> readCollection(in);
            case OBJECT -> readObject(in);
            default -> throw new IllegalStateException("not what was frozen");
        };
    }

    @SuppressWarnings("unchecked")
    private Object readMap(Reading in) {
        var map = (Map<@Nullable Object, @Nullable Object>) EMPTY.get(in.next()).get();
        in.made.add(map);
        int size = in.next();
        for (int i = 0; i < size; i++) {
            Object key = read(in);
            map.put(key, read(in));
        }
        return map;
    }

    @SuppressWarnings("unchecked")
    private Object readCollection(Reading in) {
        var many = (Collection<@Nullable Object>) EMPTY.get(in.next()).get();
        in.made.add(many);
        int size = in.next();
        for (int i = 0; i < size; i++) {
            many.add(read(in));
        }
        return many;
    }

    private Object readObject(Reading in) {
        Anatomy anatomy = byNumber.get(in.next());
        try {
            Object it = anatomy.birth().newInstance();
            in.made.add(it);
            for (Field each : anatomy.fields()) {
                readField(it, each, in);
            }
            return it;
        } catch (ReflectiveOperationException refused) {
            throw new IllegalStateException(refused);
        }
    }

    private void readField(Object of, Field field, Reading in) throws IllegalAccessException {
        Class<?> type = field.getType();
        if (type == int.class) {
            field.setInt(of, in.next());
        } else if (type == long.class) {
            long low = in.next() & 0xffff_ffffL;
            field.setLong(of, low | ((long) in.next() << 32));
        } else if (type == boolean.class) {
            field.setBoolean(of, in.next() == 1);
        } else {
            field.set(of, read(in));
        }
    }

    private Anatomy anatomyOf(Class<?> type) {
        Anatomy known = anatomies.get(type);
        if (known != null) return known;

        var anatomy = new Anatomy(byNumber.size(), birthOf(type), fieldsOf(type));
        anatomies.put(type, anatomy);
        byNumber.add(anatomy);
        return anatomy;
    }

    private static List<Field> fieldsOf(Class<?> type) {
        if (type.isArray() || type.isHidden() || type.getSuperclass() != Object.class) {
            throw new IllegalStateException(type + " cannot be taken apart");
        }
        var fields = new ArrayList<Field>();
        for (Field each : type.getDeclaredFields()) {
            if (Modifier.isStatic(each.getModifiers())) continue;

            each.setAccessible(true);
            fields.add(each);
        }
        return fields;
    }

    /** Makes an object without running its constructor, as deserialisation does. */
    private static Constructor<?> birthOf(Class<?> type) {
        try {
            Class<?> factory = Class.forName("sun.reflect.ReflectionFactory");
            Object it = factory.getMethod("getReflectionFactory").invoke(null);
            var born =
                    factory.getMethod(
                            "newConstructorForSerialization", Class.class, Constructor.class);
            var birth = (Constructor<?>) born.invoke(it, type, Object.class.getConstructor());
            birth.setAccessible(true);
            return birth;
        } catch (ReflectiveOperationException refused) {
            throw new IllegalStateException(refused);
        }
    }

    /** Numbers in a row. */
    private static final class Numbers {
        private int[] all = new int[128];
        private int size;

        void add(int... more) {
            for (int each : more) {
                add(each);
            }
        }

        void add(int number) {
            if (size == all.length) all = Arrays.copyOf(all, size * 2);
            all[size++] = number;
        }

        int[] toArray() {
            return Arrays.copyOf(all, size);
        }
    }
}
