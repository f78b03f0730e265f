package io.tapio.processes;

import io.tapio.testkit.ApacheServer;
import io.tapio.testkit.ServerUnderTest;
import io.tapio.torture.host.Loopback;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

/**
 * An ensemble of three processes that stands where a single server stood: a client that knows one
 * place only is at a follower. {@code -Dtapio.compat.server=apache} makes it one of Apache
 * ZooKeeper.
 */
public final class EnsembleUnderTest implements ServerUnderTest {
    private static final int MEMBERS = 3;

    private final EnsembleProcesses ensemble;
    private final InetSocketAddress follower;

    private EnsembleUnderTest(EnsembleProcesses ensemble) {
        this.ensemble = ensemble;
        this.follower = ensemble.start().follower().address();
    }

    /** Serves when this returns, with the settings of a single server under test. */
    public static EnsembleUnderTest start(Path dir) {
        var usual = Blueprint.of(MEMBERS).by(Server.underTest("tapio.compat.server"));
        var blueprint =
                usual.with("tickTime", ApacheServer.TICK_TIME_MS)
                        .with("preAllocSize", 1024)
                        .with("extendedTypesEnabled", true)
                        .with(
                                "DigestAuthenticationProvider.superDigest",
                                ApacheServer.SUPER_DIGEST);
        var processes = new EnsembleProcesses(dir, blueprint, new Loopback());
        try {
            return new EnsembleUnderTest(processes);
        } catch (RuntimeException | AssertionError failure) {
            System.out.println(processes.endsOfDiaries());
            processes.close();
            throw failure;
        }
    }

    /** A follower, and nothing of the others; it is not closed by itself. */
    public ServerUnderTest atAFollower() {
        return new ServerUnderTest() {
            @Override
            public InetSocketAddress address() {
                return follower;
            }

            @Override
            public void close() {}

            @Override
            public String toString() {
                return "a follower";
            }
        };
    }

    @Override
    public InetSocketAddress address() {
        return follower;
    }

    @Override
    public List<InetSocketAddress> addresses() {
        return ensemble.members().stream().map(MemberProcess::address).toList();
    }

    @Override
    public String diary() {
        return ensemble.endsOfDiaries();
    }

    @Override
    public void close() {
        ensemble.close();
    }
}
