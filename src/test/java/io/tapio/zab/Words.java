package io.tapio.zab;

import io.tapio.model.Bytes;
import io.tapio.model.Entries;
import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What the words of a scenario's command stand for: {@code s1}, {@code 0x100000002}. */
public final class Words {
    private final String[] words;

    public Words(String command) {
        words = command.split(" +");
    }

    public String at(int i) {
        return words[i];
    }

    public int count() {
        return words.length;
    }

    public boolean has(String word) {
        return Arrays.asList(words).contains(word);
    }

    /** A first zxid and a count. */
    public Entries run(int i) {
        return run(zxid(i), number(i + 1));
    }

    /** {@code with s1=0x100000005 s2=0x100000003}: how far whose disk had come. */
    public Map<ServerId, Zxid> marks() {
        var marks = new HashMap<ServerId, Zxid>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals < 0) continue;

            var voter = new ServerId(Integer.parseInt(word.substring(1, equals)));
            marks.put(voter, new Zxid(Long.decode(word.substring(equals + 1))));
        }
        return marks;
    }

    public int number(int i) {
        return Integer.parseInt(words[i]);
    }

    public Zxid zxid(int i) {
        return new Zxid(Long.decode(words[i]));
    }

    public ServerId server(int i) {
        return new ServerId(Integer.parseInt(words[i].substring(1)));
    }

    /** The servers from the word {@code from} on. */
    public Quorum quorum(int from) {
        return new Majority(
                Arrays.stream(words, from, words.length)
                        .map(word -> new ServerId(Integer.parseInt(word.substring(1))))
                        .collect(Collectors.toSet()));
    }

    /** A run of {@code count} entries beginning at {@code first}; what they say does not matter. */
    public static Entries run(Zxid first, int count) {
        return new Entries(first, new Zxid(first.value() + count - 1), Bytes.EMPTY);
    }
}
