package io.tapio.config;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What values a key takes. */
public sealed interface ValueKind {

    /** A whole number; {@code hex}: {@code 0x…} will do too, as sizes are written at times. */
    record Whole(BigInteger least, BigInteger most, boolean hex, String advice)
            implements ValueKind {

        BigInteger numberIn(String value) {
            return hex && value.startsWith("0x")
                    ? new BigInteger(value.substring(2), 16)
                    : new BigInteger(value);
        }

        private boolean isNumber(String value) {
            return value.matches("[+-]?[0-9]+") || (hex && value.matches("0x[0-9a-fA-F]+"));
        }
    }

    record Decimal(BigDecimal least, BigDecimal most) implements ValueKind {}

    /** One of a few words, spelled exactly so. */
    record Words(List<String> words) implements ValueKind {
        public Words {
            words = List.copyOf(words);
        }
    }

    record PathName() implements ValueKind {}

    record Text() implements ValueKind {}

    /** Of the type and bounds columns of the key table. */
    static ValueKind of(String type, String bounds) {
        return switch (type) {
            case "port" -> whole("0..65535", Integer.MAX_VALUE, false, "a port number");
            case "int" -> whole(bounds, Integer.MAX_VALUE, false, "a whole number");
            case "long" -> whole(bounds, Long.MAX_VALUE, false, "a whole number");
            case "size" -> whole(bounds, Integer.MAX_VALUE, true, "bytes");
            case "decimal" -> decimal(bounds);
            case "boolean" -> new Words(List.of("true", "false"));
            case "yes/no" -> new Words(List.of("yes", "no"));
            case "choice" -> new Words(List.of(bounds.split(",", -1)));
            case "path" -> new PathName();
            case "text" -> new Text();
            default -> throw new IllegalArgumentException("no such type: " + type);
        };
    }

    /** What is wrong with a value, put so that {@code key=value} can stand before it. */
    default Optional<String> complaint(String value) {
        return switch (this) {
            case Text text -> Optional.empty();
            case Words words when words.words().contains(value) -> Optional.empty();
            case ValueKind any when value.isEmpty() -> Optional.of("has no value");
            case Words words -> Optional.of("is not one of " + String.join(", ", words.words()));
            case PathName path -> isPath(value) ? Optional.empty() : Optional.of("is not a path");
            case Decimal decimal -> wrongDecimal(decimal, value);
            case Whole whole when whole.isNumber(value) ->
                    outside(whole.numberIn(value), whole.least(), whole.most());
            case Whole whole -> Optional.of("is not a whole number");
        };
    }

    /** What to write instead; the example is a good value of the key, or empty. */
    default String advice(String key, String wrong, String example) {
        return switch (this) {
            case Words words -> "write " + key + "=" + closest(words.words(), wrong);
            case Whole whole -> "write " + whole.advice() + forExample(key, example);
            case Decimal decimal -> "write a number" + forExample(key, example);
            case PathName path -> "write the name of a file or directory";
            case Text text -> "write some text";
        };
    }

    private static String closest(List<String> words, String wrong) {
        return words.stream()
                .filter(wrong::equalsIgnoreCase)
                .findFirst()
                .orElse(String.join(" or ", words));
    }

    private static String forExample(String key, String example) {
        return example.isEmpty() ? "" : ", for example " + key + "=" + example;
    }

    private static boolean isPath(String value) {
        try {
            return !Path.of(value).toString().isEmpty();
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static Optional<String> wrongDecimal(Decimal kind, String value) {
        try {
            return outside(new BigDecimal(value), kind.least(), kind.most());
        } catch (NumberFormatException e) {
            return Optional.of("is not a number");
        }
    }

    private static <N extends Comparable<N>> Optional<String> outside(N number, N least, N most) {
        if (number.compareTo(least) < 0) return Optional.of("is below " + least);
        if (number.compareTo(most) > 0) return Optional.of("is above " + most);
        return Optional.empty();
    }

    private static Whole whole(String bounds, long widest, boolean hex, String advice) {
        var least = bounds.replaceFirst("\\.\\..*", "");
        var most = bounds.replaceFirst(".*\\.\\.", "");
        return new Whole(
                least.isEmpty() ? BigInteger.valueOf(-widest - 1) : new BigInteger(least),
                most.isEmpty() ? BigInteger.valueOf(widest) : new BigInteger(most),
                hex,
                advice);
    }

    private static Decimal decimal(String bounds) {
        var limits = bounds.isEmpty() ? List.of("-1e9", "1e9") : List.of(bounds.split("\\.\\."));
        return new Decimal(new BigDecimal(limits.get(0)), new BigDecimal(limits.get(1)));
    }
}
