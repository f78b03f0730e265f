package io.tapio.torture.host;

import java.util.Collection;

/** A wiring that can come apart. Clients reach every member all the time. */
public interface Partition extends Wiring {

    /** The best that this machine allows: networks of their own, or else proxies. */
    static Partition best() {
        return Namespaces.allowed() ? Namespaces.create() : new Cables();
    }

    /** These members reach one another and nobody else, and nobody else reaches them. */
    void isolate(Collection<Integer> some);

    /** Nothing gets from one to the other any more; the other way is as it was. */
    void cut(int from, int to);

    /** All reach all again. */
    void heal();
}
