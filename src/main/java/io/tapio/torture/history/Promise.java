package io.tapio.torture.history;

/** What a history is held against. */
public enum Promise {
    C1("Every write has a zxid of its own."),
    C2("What was answered before another was sent comes before it."),
    C3("Writes, one after another in the order of their zxids, have the results they were told."),
    C4("A read shows what stood there at the zxid of its reply, and no session goes back."),
    C5("A read behind a sync shows all that was answered before the sync was sent."),
    C6("What was refused is never done, and what nobody answered is done once at most."),
    C7("A watch fires once, for the first change, in order, and before what it announces."),
    C8("A session is one client's, and its ephemeral nodes live as long as it does."),
    L("There is an order of a register's operations that explains what all were told.");

    private final String text;

    Promise(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
