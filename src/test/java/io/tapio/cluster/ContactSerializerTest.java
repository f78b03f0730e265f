package io.tapio.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapio.model.ServerId;
import java.io.NotSerializableException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class ContactSerializerTest {
    private final ContactSerializer serializer = new ContactSerializer();

    @Test
    void what_is_said_arrives_as_it_was_said() throws Exception {
        assertArrives(new Contact.Question(new ServerId(255), Long.MIN_VALUE));
        assertArrives(
                new Contact.Answer(
                        -7, new Stand(incarnation(1, 9), Set.of(), Optional.of(new ServerId(0)))));
        assertArrives(
                new Contact.Answer(
                        Long.MAX_VALUE,
                        new Stand(
                                incarnation(3, -1),
                                Set.of(incarnation(3, -1), incarnation(4, 1L << 60)),
                                Optional.empty())));
    }

    @Test
    void nothing_else_gets_in() {
        byte[] question = serializer.toBinary(new Contact.Question(new ServerId(1), 2));
        assertRefused(question, "java.lang.String");
        assertRefused(Arrays.copyOf(question, 5), "q1");
        assertRefused(new byte[] {0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0}, "q1");
        assertRefused(question, "a1");
        assertThatThrownBy(() -> serializer.toBinary("text"))
                .isInstanceOf(ClassCastException.class);
    }

    private void assertArrives(Contact contact) throws Exception {
        byte[] bytes = serializer.toBinary(contact);
        assertThat(serializer.fromBinary(bytes, serializer.manifest(contact))).isEqualTo(contact);
    }

    private void assertRefused(byte[] bytes, String manifest) {
        assertThatThrownBy(() -> serializer.fromBinary(bytes, manifest))
                .isInstanceOf(NotSerializableException.class);
    }

    private static Incarnation incarnation(int id, long uid) {
        return new Incarnation(new ServerId(id), uid);
    }
}
