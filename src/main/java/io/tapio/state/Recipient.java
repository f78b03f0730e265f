package io.tapio.state;

/** Where the answers and events of one connected session go; never blocks. */
@FunctionalInterface
public interface Recipient {
    void deliver(Delivery delivery);
}
