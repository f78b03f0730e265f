package io.tapio;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.config.ConfigError;
import io.tapio.config.TapioConfig;
import io.tapio.config.ZooCfg;
import io.tapio.model.ServerId;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    @ParameterizedTest
    @CsvSource({
        "preAllocSize=4194304, 1073741824",
        "preAllocSize=0\\njute.maxbuffer=0x7fffffff, 1073741824",
        "preAllocSize=0\\njute.maxbuffer=10, 65536",
        "preAllocSize=65536, 67108864",
    })
    void theLogIsExtendedByWhatIsGivenWithinReason(String lines, int bytes) throws ConfigError {
        assertThat(settings(lines).log(new ServerId(1)).preallocBytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({
        "fsync.warningthresholdms=0, 1",
        "fsync.warningthresholdms=4294967296, 2147483647",
        "fsync.warningthresholdms=20, 20",
    })
    void everyThresholdOfWarningsIsOne(String line, int ms) throws ConfigError {
        assertThat(settings(line).log(new ServerId(1)).fsyncWarningMs()).isEqualTo(ms);
    }

    @Test
    void aFrameFitsIntoAnArrayWhateverIsAllowed() throws ConfigError {
        assertThat(settings("jute.maxbuffer=0x7fffffff").front().maxFrameBytes())
                .isEqualTo(1 << 30);
    }

    @Test
    void aSnapshotIsDueAfterSoManyKilobytes() throws ConfigError {
        assertThat(settings("snapSizeLimitInKb=10").state().snapshotEveryBytes()).isEqualTo(10_240);
    }

    @Test
    void theLongestReplyIsOneThatDoesNotCloseItsConnection() throws ConfigError {
        Settings settings = settings("");
        assertThat(settings.repliesMaxBytes())
                .isPositive()
                .isLessThan(settings.front().pressure().outMaxBytes());
    }

    private static Settings settings(String lines) throws ConfigError {
        String text = "dataDir=/d\nclientPort=1\n" + lines.replace("\\n", "\n");
        return new Settings(
                TapioConfig.load(ZooCfg.parse("test.cfg", text), new Properties()).config());
    }
}
