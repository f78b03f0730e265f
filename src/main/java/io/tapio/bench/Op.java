package io.tapio.bench;

import java.util.Locale;

/** Operations of which many a second can be asked for. */
enum Op {
    GET("reads the data of a random znode"),
    EXISTS("asks for the stat of a random znode"),
    CHILDREN("lists the ten children of a random parent"),
    SET("writes the data of a random znode"),
    CREATE("creates a znode more and more"),
    CREATE_DELETE("creates a znode, then deletes it; each is an operation"),
    MULTI("writes ten znodes in one transaction; that is one operation"),
    MIXED("reads and writes, 9 to 1 unless --reads says otherwise");

    private final String meaning;

    Op(String meaning) {
        this.meaning = meaning;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String meaning() {
        return meaning;
    }

    boolean onlyReads() {
        return this == GET || this == EXISTS || this == CHILDREN;
    }
}
