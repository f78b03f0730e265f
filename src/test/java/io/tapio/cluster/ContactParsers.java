package io.tapio.cluster;

import io.tapio.fuzz.Parser;
import io.tapio.model.ServerId;
import java.io.NotSerializableException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What members of the Pekko cluster ask each other. */
public final class ContactParsers {
    private static final ContactSerializer SERIALIZER = new ContactSerializer();

    private ContactParsers() {}

    public static List<Parser> all() {
        var self = new Incarnation(new ServerId(1), 44);
        var other = new Incarnation(new ServerId(2), 45);
        var stand = new Stand(self, Set.of(self, other), Optional.of(new ServerId(2)));
        return List.of(
                new Parser(
                        "contact",
                        List.of(
                                seed(new Contact.Question(new ServerId(3), 99)),
                                seed(new Contact.Answer(99, stand))),
                        ContactParsers::takes));
    }

    /** Which manifest, then the bytes. */
    private static byte[] seed(Contact contact) {
        byte[] bytes = SERIALIZER.toBinary(contact);
        byte[] seed = new byte[bytes.length + 1];
        seed[0] = (byte) (contact instanceof Contact.Question ? 0 : 1);
        System.arraycopy(bytes, 0, seed, 1, bytes.length);
        return seed;
    }

    private static boolean takes(byte[] input) {
        if (input.length == 0) return false;

        byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
        String manifest = (input[0] & 1) == 0 ? "q1" : "a1";
        try {
            Object read = SERIALIZER.fromBinary(bytes, manifest);
            Parser.same(read, SERIALIZER.fromBinary(SERIALIZER.toBinary(read), manifest));
            return true;
        } catch (NotSerializableException refused) {
            return false;
        }
    }
}
