package io.tapio.testkit.explore;

import java.util.List;

/** What one member does to the rest of the world. */
sealed interface Effect {
    /** Says the word of that number to that member. */
    record Say(int to, int word, boolean vote) implements Effect {}

    record Connect(int leader) implements Effect {}

    record HangUp(int peer) implements Effect {}

    /** Applies an entry as its {@code position}th. */
    record Applies(int position, Item item) implements Effect {}

    record Leads(int epoch) implements Effect {}

    /** Drops entries from its log, the first of them the {@code position}th. */
    record Cuts(int position, List<Item> items) implements Effect {}
}
