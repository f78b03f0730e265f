package io.tapio.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Properties;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZooCfgTest {
    private static final String FILE = "zoo.cfg";

    @Test
    void settingsKeepTheirOrderAndTheirLines() throws ConfigError {
        var cfg = ZooCfg.parse(FILE, "# first\n\ntickTime=2000\n! more\n  dataDir : /d \r\nb c\n");

        assertThat(cfg.settings())
                .containsExactly(
                        new Setting("tickTime", "2000", 3),
                        new Setting("dataDir", "/d", 5),
                        new Setting("b", "c", 6));
    }

    @Test
    void aContinuedSettingCountsByItsFirstLine() throws ConfigError {
        var cfg = ZooCfg.parse(FILE, "a=1,\\\n   2,\\\n   3\nb=4\n");

        assertThat(cfg.settings())
                .containsExactly(new Setting("a", "1,2,3", 1), new Setting("b", "4", 4));
    }

    @Test
    void aCommentIsNeverContinued() throws ConfigError {
        var cfg = ZooCfg.parse(FILE, "# dataDir is on C:\\\na=1");

        assertThat(cfg.settings()).containsExactly(new Setting("a", "1", 2));
    }

    @Test
    void theLastOfTwoValuesCountsAndBothLinesAreNamed() throws ConfigError {
        var cfg = ZooCfg.parse(FILE, "a=1\nb=2\na=3\n");

        assertThat(cfg.settings())
                .containsExactly(new Setting("b", "2", 2), new Setting("a", "3", 3));
        assertThat(cfg.warnings())
                .containsExactly(
                        "zoo.cfg:3: a is set again, so the value of line 1 does not count");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=b",
                "a:b",
                "a b",
                "a = b",
                "a\tb",
                "a==b",
                "a=b=c:d",
                "a",
                "a=",
                "=b",
                "a\\ b=c",
                "a\\:b:c",
                "a=C\\:\\\\data",
                "a=C:\\data",
                "a=\\u0041",
                "a=b\\\n",
                "a=b\\\n\nc=d",
                "a=b\\\n# no comment\nc=d",
                "a=b\\\\\nc=d",
                "a=b\rc=d\r\ne=f",
                "  # comment\n  ! comment\na=b # no comment",
                "a=\\\n  b",
                "\\\n a=b",
                "\n\n   \n",
                ""
            })
    void aFileMeansWhatJavaPropertiesMean(String text) throws Exception {
        var twin = new Properties();
        twin.load(new StringReader(text));

        var read = new HashMap<String, String>();
        ZooCfg.parse(FILE, text).settings().forEach(it -> read.put(it.key(), it.value()));

        assertThat(read).isEqualTo(twin);
    }

    @Test
    void aBrokenEscapeIsNamedByItsLine() {
        assertThat(problemOf(() -> ZooCfg.parse(FILE, "a=1\ndataDir=C:\\users\n")))
                .isEqualTo(
                        "zoo.cfg:2: a \\u escape needs four hex digits; write a backslash twice to mean one");
    }

    @Test
    void aMissingFileIsNamedByItsAbsolutePath(@TempDir Path dir) {
        var file = dir.resolve("sub/../zoo.cfg");

        assertThat(problemOf(() -> ZooCfg.read(file)))
                .isEqualTo("configuration file " + dir.resolve(FILE) + " does not exist");
    }

    @Test
    void aDirectoryIsNotAFile(@TempDir Path dir) {
        assertThat(problemOf(() -> ZooCfg.read(dir)))
                .isEqualTo("configuration file " + dir + " is a directory; name the file");
    }

    @Test
    void anEditorsByteOrderMarkIsNoPartOfTheFirstKey(@TempDir Path dir) throws Exception {
        var file = Files.writeString(dir.resolve(FILE), "\uFEFFtickTime=2000");

        assertThat(ZooCfg.read(file).settings())
                .containsExactly(new Setting("tickTime", "2000", 1));
    }

    @Test
    void utf8AndLatin1AreBothUnderstood(@TempDir Path dir) throws Exception {
        for (var charset : List.of(StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1)) {
            var file = Files.writeString(dir.resolve(FILE), "dataDir=/päivä", charset);

            assertThat(ZooCfg.read(file).settings())
                    .containsExactly(new Setting("dataDir", "/päivä", 1));
        }
    }

    private static String problemOf(ThrowingCallable call) {
        return catchThrowableOfType(ConfigError.class, call).getMessage();
    }
}
