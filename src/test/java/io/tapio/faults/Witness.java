package io.tapio.faults;

/**
 * A test that brings a fault about.
 *
 * @param type the class, or for a scenario file the package in which it lies
 * @param name the method or the file; empty if all tests of the class are meant
 */
record Witness(String type, String name) implements Comparable<Witness> {
    static final String SCENARIO = ".scenario";

    boolean isScenario() {
        return name.endsWith(SCENARIO);
    }

    /** Whether a test that ran is this one, or one of its repetitions. */
    boolean isMeantBy(String className, String testName) {
        if (isScenario()) return className.startsWith(type + ".") && testName.equals(name);

        boolean named =
                name.isEmpty()
                        || testName.isEmpty() // the whole class failed before its tests
                        || testName.equals(name)
                        || testName.startsWith(name + "(");
        return named && (className.equals(type) || inherits(className));
    }

    /** A contract's tests run as those of the classes that keep it. */
    private boolean inherits(String className) {
        try {
            Class<?> ran = Class.forName(className, false, Witness.class.getClassLoader());
            while (ran != null && !ran.getName().equals(type)) ran = ran.getSuperclass();
            return ran != null;
        } catch (ClassNotFoundException gone) {
            return false; // a report of an earlier build
        }
    }

    @Override
    public int compareTo(Witness other) {
        return toString().compareTo(other.toString());
    }

    /** Without packages. */
    @Override
    public String toString() {
        String simple = type.substring(type.lastIndexOf('.') + 1).replace('$', '.');
        if (isScenario()) return simple + "/" + name;
        return name.isEmpty() ? simple : simple + "." + name;
    }
}
