package io.tapio.testkit;

/** What the members of one ensemble share, and no other ensemble of this JVM. */
record Neighbourhood(AddressBook book, Cuts cuts, MovableClock clock, Standings standings) {
    static Neighbourhood fresh() {
        return new Neighbourhood(
                new AddressBook(), new Cuts(), new MovableClock(), new Standings());
    }
}
