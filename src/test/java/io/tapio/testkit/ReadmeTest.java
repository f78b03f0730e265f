package io.tapio.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The example that the README shows is the test that is run here, to the letter. */
class ReadmeTest {
    private static final Path SHOWN = Path.of("README.md");
    private static final Path RUN = Path.of("src/test/java/io/tapio/testkit/CutOffLeaderTest.java");

    @Test
    void theExampleOfTheTestKitIsCompiledAndRun() throws IOException {
        var blocks = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
        var shown = blocks.matcher(Files.readString(SHOWN));
        assertThat(shown.find()).as("the README shows a test").isTrue();

        String run = Files.readString(RUN);
        assertThat(run.substring(run.indexOf("@Tapio"))).isEqualTo(shown.group(1));
    }
}
