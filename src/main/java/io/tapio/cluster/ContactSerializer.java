package io.tapio.cluster;

import io.tapio.jute.JuteReader;
import io.tapio.jute.JuteWriter;
import io.tapio.jute.MalformedInput;
import io.tapio.model.ServerId;
import java.io.NotSerializableException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/** Contacts as bytes, and nothing else; named in tapio-cluster.conf. */
public final class ContactSerializer extends SerializerWithStringManifest {
    private static final int IDENTIFIER = 7_381; // above 40, which Pekko keeps for itself
    private static final String QUESTION = "q1";
    private static final String ANSWER = "a1";
    private static final int NOBODY = -1;

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object contact) {
        return switch ((Contact) contact) {
            case Contact.Question question -> QUESTION;
            case Contact.Answer answer -> ANSWER;
        };
    }

    @Override
    public byte[] toBinary(Object contact) {
        var out = new JuteWriter(64);
        switch ((Contact) contact) {
            case Contact.Question(ServerId from, long askedAtMs) ->
                    out.int32(from.value()).int64(askedAtMs);
            case Contact.Answer(long askedAtMs, Stand stand) -> write(stand, out.int64(askedAtMs));
        }
        return Arrays.copyOf(out.array(), out.length());
    }

    private static void write(Stand stand, JuteWriter out) {
        write(stand.self(), out);
        out.int32(stand.seed().map(ServerId::value).orElse(NOBODY));
        out.vector(List.copyOf(stand.members()), (to, member) -> write(member, to));
    }

    private static void write(Incarnation incarnation, JuteWriter out) {
        out.int32(incarnation.id().value()).int64(incarnation.uid());
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
        var in = new JuteReader(bytes, 0, bytes.length);
        try {
            return switch (manifest) {
                case QUESTION -> new Contact.Question(id(in.int32()), in.int64());
                case ANSWER -> new Contact.Answer(in.int64(), stand(in));
                default -> throw new NotSerializableException("no contact is called " + manifest);
            };
        } catch (MalformedInput broken) {
            throw new NotSerializableException("a broken contact: " + broken.getMessage());
        }
    }

    private static Stand stand(JuteReader in) {
        Incarnation self = incarnation(in);
        int seed = in.int32();
        Set<Incarnation> members = new HashSet<>(in.vector(ContactSerializer::incarnation));
        return new Stand(self, members, seed == NOBODY ? Optional.empty() : Optional.of(id(seed)));
    }

    private static Incarnation incarnation(JuteReader in) {
        return new Incarnation(id(in.int32()), in.int64());
    }

    private static ServerId id(int number) {
        if (number < 0 || number > 255) throw new MalformedInput("no server is number " + number);
        return new ServerId(number);
    }
}
