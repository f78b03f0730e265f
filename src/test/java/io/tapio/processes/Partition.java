package io.tapio.processes;

import java.util.Collection;

/** A wiring that can come apart. Clients reach every member all the time. */
interface Partition extends Wiring {

    /** The best that this machine allows: networks of their own, or else proxies. */
    static Partition best() {
        return Namespaces.allowed() ? Namespaces.create() : new Cables();
    }

    /** These members reach one another and nobody else, and nobody else reaches them. */
    void isolate(Collection<Integer> some);

    /** All reach all again. */
    void heal();
}
