package io.tapio.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

class OpCodeTest {
    @Test
    void aClientMaySendTheseAndNoOthers() {
        assertThat(codes(OpCode::isKnown))
                .isEqualTo(
                        Set.of(
                                -11, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 14, 15, 16, 17, 18, 19, 21,
                                22, 100, 101, 102, 103, 104, 105, 106, 107));
    }

    @Test
    void theseGoThroughTheLog() {
        assertThat(codes(OpCode::isWrite))
                .isEqualTo(Set.of(-11, -10, 1, 2, 5, 7, 14, 15, 16, 19, 20, 21));
    }

    @Test
    void everyOpcodeOfTheOfficialClientHasItsNumber() throws IllegalAccessException {
        for (var field : org.apache.zookeeper.ZooDefs.OpCode.class.getFields()) {
            int opCode = field.getInt(null);
            assertThat(ownNumbers()).as(field.getName()).contains(opCode);
        }
    }

    @Test
    void theConnectionListKnowsOperationsByTheseNames() {
        assertThat(OpCode.shortName(OpCode.CREATE_TTL)).isEqualTo("CREA");
        assertThat(OpCode.shortName(OpCode.GET_CHILDREN2)).isEqualTo("GETC");
        assertThat(OpCode.shortName(OpCode.SET_WATCHES2)).isEqualTo("STW2");
        assertThat(OpCode.shortName(OpCode.AUTH)).isEqualTo("NA");
        assertThat(OpCode.shortName(4711)).isEqualTo("NA");
    }

    private static Set<Integer> ownNumbers() throws IllegalAccessException {
        var numbers = new TreeSet<Integer>();
        for (var field : OpCode.class.getFields()) {
            numbers.add(field.getInt(null));
        }
        return numbers;
    }

    private static Set<Integer> codes(IntPredicate wanted) {
        var codes = new TreeSet<Integer>();
        for (int opCode = -1000; opCode < 1000; opCode++) {
            if (wanted.test(opCode)) codes.add(opCode);
        }
        return codes;
    }
}
