package io.tapio.front;

import io.tapio.wire.Frames;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes one client's bytes into frames, or into a four-letter word.
 *
 * <p>The first four bytes decide which. A word comes as one frame: the four letters and what
 * belongs to them.
 */
final class Intake {
    private static final int TELNET_INTERRUPT = 0xfff4fffd;
    private static final String SET_MASK = "stmk"; // the only word with something after it
    private static final int MASK_BYTES = 8;

    private enum Kind {
        UNDECIDED,
        WORD,
        FRAMES,
        CLOSED
    }

    private Kind kind = Kind.UNDECIDED;
    private boolean malformed;
    private int wordBytes; // the word and what follows it
    private @Nullable CutFrame cut;

    /** Takes all of {@code in}; returns what is complete now. */
    @Nullable Frames take(ByteBuffer in, Set<String> words, FrameCutter cutter) {
        if (kind == Kind.UNDECIDED) decide(in, words);
        return switch (kind) {
            case UNDECIDED, CLOSED -> null;
            case WORD -> word(in);
            case FRAMES -> {
                Frames frames = cutter.cut(cut, in);
                cut = cutter.rest();
                malformed = cutter.isMalformed();
                if (malformed) close();
                yield frames;
            }
        };
    }

    /** What {@link #take} returns is a word. */
    boolean isWord() {
        return kind == Kind.WORD;
    }

    /** Nothing that may still come is of use. */
    boolean isClosed() {
        return kind == Kind.CLOSED;
    }

    /** A frame was announced with a length that cannot be. */
    boolean isMalformed() {
        return malformed;
    }

    private void close() {
        kind = Kind.CLOSED;
        cut = null;
    }

    private void decide(ByteBuffer in, Set<String> words) {
        CutFrame head = cut == null ? new CutFrame() : cut;
        cut = head;
        if (!head.fillTo(4, in)) return;

        String word = text(head);
        if (words.contains(word)) {
            kind = Kind.WORD;
            wordBytes = 4 + (word.equals(SET_MASK) ? MASK_BYTES : 0);
        } else if (head.header() == TELNET_INTERRUPT) {
            close();
        } else {
            kind = Kind.FRAMES;
        }
    }

    private static String text(CutFrame head) {
        byte[] letters = new byte[4];
        head.copyTo(letters);
        return new String(letters, StandardCharsets.US_ASCII);
    }

    private @Nullable Frames word(ByteBuffer in) {
        CutFrame head = cut;
        if (head == null || !head.fillTo(wordBytes, in)) return null;

        cut = null; // whatever follows is ignored
        byte[] array = new byte[wordBytes];
        head.copyTo(array);
        Frames word = new Frames(array);
        word.add(0, wordBytes);
        return word;
    }
}
