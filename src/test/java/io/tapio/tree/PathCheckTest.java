package io.tapio.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.faults.Fault;
import io.tapio.model.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PathCheckTest {

    @ParameterizedTest
    @Fault("F103")
    @ValueSource(
            strings = {
                "/",
                "/a",
                "/a/b",
                "/...",
                "/..b",
                "/b..",
                "/.b",
                "/a/...",
                "/a b",
                "/ ",
                "/~",
                "/\u00a0",
                "/\u07ff",
                "/\u0800",
                "/h\u00e4n/\u20ac",
                "/\ud7ff",
                "/\uf900",
                "/\uffef",
                "/a\u00a0/b",
                "/a/.../b"
            })
    void theseAreValid(String path) {
        assertThat(PathCheck.isValid(Bytes.utf8(path))).isTrue();
    }

    @ParameterizedTest
    @Fault("F103")
    @ValueSource(
            strings = {
                "",
                "a",
                "a/b",
                "//",
                "//a",
                "/a/",
                "/a//b",
                "/.",
                "/..",
                "/./a",
                "/../a",
                "/a/.",
                "/a/..",
                "/a/./b",
                "/a/../b",
                "/a\u0000",
                "/\u0001",
                "/a\u001f",
                "/\u007f",
                "/\u0080",
                "/a\u009f",
                "/\ue000",
                "/\uf8ff",
                "/\ufff0",
                "/\ufffd",
                "/\uffff",
                "/\ud83d\ude00",
                "/\ud83d\ude00/a"
            })
    void theseAreNot(String path) {
        assertThat(PathCheck.isValid(Bytes.utf8(path))).isFalse();
    }

    @ParameterizedTest
    @Fault("F103")
    @CsvSource({
        "80", // a follower alone
        "c3", // cut short
        "e282",
        "c32f", // followed by no follower
        "e2822f",
        "c0af", // overlong slash
        "c1bf",
        "e080af",
        "e09fbf",
        "eda080", // a lone surrogate
        "edbfbf",
        "f09f9880", // beyond the BMP
        "ff",
        "fe",
        "c3c3",
        "a9",
        "c2a9a9",
    })
    void malformedUtf8IsNeverValid(String hex) {
        byte[] tail = HexFormat.of().parseHex(hex);
        byte[] path = new byte[2 + tail.length];
        path[0] = '/';
        path[1] = 'a';
        System.arraycopy(tail, 0, path, 2, tail.length);

        assertThat(PathCheck.isValid(Bytes.wrap(path))).isFalse();
    }

    @Test
    @Fault("F103")
    void everyCharacterIsJudgedAsTheProgrammersGuideSays() {
        for (int code = 0; code <= 0xffff; code++) {
            if (code == '/' || code == '.' || Character.isSurrogate((char) code)) continue;
            boolean forbidden =
                    code <= 0x1f
                            || (code >= 0x7f && code <= 0x9f)
                            || (code >= 0xd800 && code <= 0xf8ff)
                            || code >= 0xfff0;

            assertThat(PathCheck.isValid(Bytes.utf8("/" + (char) code)))
                    .as(Integer.toHexString(code))
                    .isEqualTo(!forbidden);
        }
    }

    @Test
    void aSliceIsJudgedByItselfAlone() {
        Bytes text = Bytes.utf8("/a/b/c//");

        assertThat(PathCheck.isValid(text.slice(2, 6))).isTrue();
        assertThat(PathCheck.isValid(text.slice(0, 3))).isFalse();
        assertThat(PathCheck.isValid(text.slice(1, 4))).isFalse();
    }

    @Test
    void anyBytesAreJudgedWithoutFailing() {
        var random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(8)];
            random.nextBytes(bytes);
            if (bytes.length > 0) bytes[0] = '/';
            if (PathCheck.isValid(Bytes.wrap(bytes))) {
                String text = new String(bytes, StandardCharsets.UTF_8);
                assertThat(Bytes.utf8(text).toArray()).isEqualTo(bytes);
            }
        }
    }
}
