package io.tapio.auth;

import java.util.Optional;

/**
 * A block of addresses, {@code address[/bits]}; without bits a single address.
 *
 * <p>{@code high} and {@code low} are the address, left-aligned, of which {@code bits} count.
 * Addresses are read as literals only: no name is ever looked up.
 */
record IpPrefix(long high, long low, int width, int bits) {

    /** What the text of an access list entry means; empty if it means nothing. */
    static Optional<IpPrefix> parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        return IpAddress.parse(address)
                .flatMap(
                        ip -> {
                            int bits = slash < 0 ? ip.width() : bits(text, slash + 1, ip.width());
                            return bits < 0
                                    ? Optional.empty()
                                    : Optional.of(
                                            new IpPrefix(ip.high(), ip.low(), ip.width(), bits));
                        });
    }

    /** Whether the block that {@code prefix} names has the address that {@code address} names. */
    static boolean matches(String prefix, String address) {
        if (prefix.equals(address)) return true;

        Optional<IpPrefix> block = parse(prefix);
        Optional<IpAddress> ip = IpAddress.parse(address);
        return block.isPresent() && ip.isPresent() && block.get().contains(ip.get());
    }

    boolean contains(IpAddress ip) {
        return ip.width() == width
                && ((ip.high() ^ high) & mask(bits)) == 0
                && ((ip.low() ^ low) & mask(bits - Long.SIZE)) == 0;
    }

    /** A long whose first {@code bits} bits are set. */
    private static long mask(int bits) {
        if (bits <= 0) return 0;

        return bits >= Long.SIZE ? -1 : -1L << (Long.SIZE - bits);
    }

    /** The decimal number from {@code from} on if it is at most {@code max}, else -1. */
    private static int bits(String text, int from, int max) {
        if (from == text.length() || text.length() - from > 3) return -1;

        int value = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') return -1;
            value = value * 10 + (c - '0');
        }
        return value <= max ? value : -1;
    }
}
