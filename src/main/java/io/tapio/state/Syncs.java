package io.tapio.state;

import io.tapio.model.ServerId;
import io.tapio.model.Zxid;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Syncs on their way: a leader makes sure that it leads, and then whoever asked must see all that
 * was numbered when the question came.
 */
final class Syncs {
    /** Of a client of ours, or of a member that asks for one of its own. */
    private record Asked(
            @Nullable Conversation conversation, @Nullable RemoteEnd member, Zxid upTo) {}

    private record Done(Conversation conversation, Zxid upTo) {}

    private final Map<Long, Asked> asked = new LinkedHashMap<>();
    private final Deque<Long> questions = new ArrayDeque<>();
    private final Deque<Done> done = new ArrayDeque<>();
    private final ReplicatedState state;
    private final Voice voice;
    private final Answers answers;
    private long tokens;

    Syncs(ReplicatedState state, Voice voice, Answers answers) {
        this.state = state;
        this.voice = voice;
        this.answers = answers;
    }

    void ask(Conversation conversation, Zxid upTo) {
        ask(new Asked(conversation, null, upTo));
    }

    void ask(ServerId member, long token, Zxid upTo) {
        ask(new Asked(null, new RemoteEnd(member, token), upTo));
    }

    private void ask(Asked question) {
        asked.put(++tokens, question);
        questions.add(tokens);
    }

    /** The next question to be put: do we still lead? 0 if there is none. */
    long takeQuestion() {
        Long next = questions.poll();
        return next == null ? 0 : next;
    }

    /** We led after the question was put. */
    void confirmed(long token) {
        Asked question = asked.remove(token);
        if (question != null) grant(question);
    }

    /** An entry that was numbered after the question came, and is committed, says so too. */
    private void confirmedBy(Zxid applied) {
        var oldest = asked.values().iterator();
        while (oldest.hasNext()) {
            Asked question = oldest.next();
            if (!applied.isAfter(question.upTo())) return;

            oldest.remove();
            grant(question);
        }
    }

    private void grant(Asked question) {
        RemoteEnd member = question.member();
        Conversation conversation = question.conversation();
        if (member != null) {
            voice.post(member.member(), new Errand.Synced(member.number(), question.upTo()));
        } else if (conversation != null) {
            done(conversation, question.upTo());
        }
    }

    /** That one may be answered once everything up to {@code upTo} is applied. */
    void done(Conversation conversation, Zxid upTo) {
        done.add(new Done(conversation, upTo));
    }

    /** Answers those whose time has come; {@code leading}: our own entries confirm that we do. */
    void finish(boolean leading) {
        Zxid applied = state.applied();
        if (leading) confirmedBy(applied);
        while (!done.isEmpty() && !done.peek().upTo().isAfter(applied)) {
            Conversation asker = done.remove().conversation();
            asker.syncDone();
            answers.ready(asker);
        }
    }

    /** How many wait for the word that we lead. */
    int waiting() {
        return asked.size();
    }

    void clear() {
        asked.clear();
        questions.clear();
        done.clear();
    }
}
