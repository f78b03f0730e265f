package io.tapio.torture.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The part of JSON that a history needs: objects, lists, texts, whole numbers and truth values. A
 * number may also be written as a text in hexadecimal, which people read more easily.
 */
final class Json {
    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    /** A line that says nothing sensible. */
    static final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1;

        Malformed(String reason) {
            super(reason);
        }
    }

    /** An object and what stands in it; asking for what is missing fails. */
    record Fields(Map<String, Object> values) {

        boolean has(String name) {
            return values.containsKey(name);
        }

        long number(String name) {
            return asNumber(value(name, Object.class));
        }

        long number(String name, long otherwise) {
            return has(name) ? number(name) : otherwise;
        }

        int small(String name, int otherwise) {
            return Math.toIntExact(number(name, otherwise));
        }

        boolean isTrue(String name) {
            return has(name) && value(name, Boolean.class);
        }

        String text(String name) {
            return value(name, String.class);
        }

        String text(String name, String otherwise) {
            return has(name) ? text(name) : otherwise;
        }

        List<?> list(String name) {
            return value(name, List.class);
        }

        private <T> T value(String name, Class<T> type) {
            var value = values.get(name);
            if (!type.isInstance(value)) throw new Malformed("no " + name + " in " + values);
            return type.cast(value);
        }
    }

    static long asNumber(Object value) {
        return switch (value) {
            case Long number -> number;
            case String hex when hex.startsWith("0x") ->
                    Long.parseUnsignedLong(hex, 2, hex.length(), 16);
            default -> throw new Malformed("no number: " + value);
        };
    }

    static Fields parse(String line) {
        try {
            var json = new Json(line);
            var fields = json.object();
            json.blanks();
            if (json.at < line.length()) throw new Malformed("more than one object: " + line);
            return fields;
        } catch (StringIndexOutOfBoundsException | NumberFormatException e) {
            throw new Malformed("broken off or out of shape: " + line);
        }
    }

    private Object value() {
        blanks();
        return switch (text.charAt(at)) {
            case '{' -> object();
            case '[' -> list();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            default -> number();
        };
    }

    private Fields object() {
        var values = new LinkedHashMap<String, Object>();
        expect('{');
        if (follows('}')) return new Fields(values);
        do {
            blanks();
            var name = string();
            expect(':');
            values.put(name, value());
        } while (follows(','));
        expect('}');
        return new Fields(values);
    }

    private List<Object> list() {
        var values = new ArrayList<Object>();
        expect('[');
        if (follows(']')) return values;
        do values.add(value());
        while (follows(','));
        expect(']');
        return values;
    }

    private String string() {
        expect('"');
        int from = at;
        while (text.charAt(at) != '"' && text.charAt(at) != '\\') at++;
        if (text.charAt(at) == '"') return text.substring(from, at++);

        var out = new StringBuilder(text.substring(from, at));
        while (text.charAt(at) != '"') {
            char c = text.charAt(at++);
            out.append(c == '\\' ? escaped() : c);
        }
        at++;
        return out.toString();
    }

    private char escaped() {
        char c = text.charAt(at++);
        if (c == 'n') return '\n';
        if (c != 'u') return c;
        at += 4;
        return (char) Integer.parseInt(text.substring(at - 4, at), 16);
    }

    private Long number() {
        int from = at;
        if (text.charAt(at) == '-') at++;
        while (at < text.length() && Character.isDigit(text.charAt(at))) at++;
        return Long.parseLong(text, from, at, 10);
    }

    private Object word(String word, Object meaning) {
        if (!text.startsWith(word, at)) throw new Malformed("no value at " + at + ": " + text);
        at += word.length();
        return meaning;
    }

    private void expect(char c) {
        if (!follows(c)) throw new Malformed("no " + c + " at " + at + ": " + text);
    }

    private boolean follows(char c) {
        blanks();
        if (text.charAt(at) != c) return false;
        at++;
        return true;
    }

    private void blanks() {
        while (at < text.length() && text.charAt(at) <= ' ') at++;
    }

    /** The text as it stands between quotes, with them. */
    static StringBuilder quote(String raw, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '"' || c == '\\') out.append('\\').append(c);
            else if (c >= ' ') out.append(c);
            else out.append("\\u").append(String.format("%04x", (int) c));
        }
        return out.append('"');
    }
}
