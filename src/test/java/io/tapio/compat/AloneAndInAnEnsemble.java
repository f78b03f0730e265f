package io.tapio.compat;

import io.tapio.testkit.ServerUnderTest;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A suite that is played twice, against one server and against an ensemble of three: no client can
 * tell them apart. Where it reads what was written through another connection it syncs first, as
 * the clients of an ensemble must.
 */
@ParameterizedClass(name = "{0}")
@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "APACHE")
public abstract class AloneAndInAnEnsemble {
    /** Serves all tests of the suite, which leave their nodes behind. */
    protected static ServerUnderTest server;

    @Parameter protected Setting setting;

    @RegisterExtension
    final AfterTestExecutionCallback afterFailures =
            test -> test.getExecutionException().ifPresent(e -> System.out.print(server.diary()));

    @BeforeParameterizedClassInvocation
    static void start(Setting setting, @TempDir Path dir) {
        server = setting.start(dir);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        if (server != null) server.close();
    }
}
