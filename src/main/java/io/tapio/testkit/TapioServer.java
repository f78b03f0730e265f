package io.tapio.testkit;

import java.time.Duration;

/**
 * One server inside this JVM, on a free port of the loopback address; an ensemble of one with
 * shorter names. See {@link TapioEnsemble} for what the faults mean.
 */
public final class TapioServer implements AutoCloseable {
    private static final int SELF = 1;

    private final TapioEnsemble ensemble;

    private TapioServer(TapioEnsemble ensemble) {
        this.ensemble = ensemble;
    }

    /** A server with its data in memory; returns when it serves clients. */
    public static TapioServer start() {
        return start(Setup.inMemory());
    }

    public static TapioServer start(Setup setup) {
        if (setup.observers() > 0) throw new IllegalArgumentException("one server has no observer");

        return new TapioServer(TapioEnsemble.start(1, setup));
    }

    /** Where it serves clients, as these are told: {@code 127.0.0.1:1}. */
    public String connectString() {
        return ensemble.connectString();
    }

    public int port() {
        return ensemble.port(SELF);
    }

    public Role role() {
        return ensemble.role(SELF);
    }

    /** Ends it as SIGKILL does; what was not flushed is lost. Its port stays its own. */
    public void kill() {
        ensemble.kill(SELF);
    }

    /** Ends it in good order. Its port stays its own. */
    public void stop() {
        ensemble.stop(SELF);
    }

    /** Starts it again, on its port and its data; returns when it serves clients. */
    public void restart() {
        ensemble.restart(SELF);
        ensemble.awaitServing();
    }

    /** Holds all its threads, as SIGSTOP does. */
    public void pause() {
        ensemble.pause(SELF);
    }

    public void resume() {
        ensemble.resume(SELF);
    }

    /** From now on each flush takes so much longer; zero ends it. */
    public void slowDisk(Duration perFlush) {
        ensemble.slowDisk(SELF, perFlush);
    }

    /** The session expires now. */
    public void expire(long sessionId) {
        ensemble.expire(sessionId);
    }

    /** So much time passes at once, as {@link TapioEnsemble#advance} has it. */
    public void advance(Duration time) {
        ensemble.advance(time);
    }

    /** Ends it; in memory nothing stays. */
    @Override
    public void close() {
        ensemble.close();
    }
}
