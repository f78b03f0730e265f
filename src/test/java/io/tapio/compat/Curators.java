package io.tapio.compat;

import io.tapio.testkit.ApacheServer;
import io.tapio.testkit.ServerUnderTest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;

/** A few Curator clients of one server, each a process of its own as far as the server can tell. */
final class Curators implements AutoCloseable {
    static final int PATIENCE_S = 20;

    private static final Executor THREADS = task -> Thread.ofVirtual().start(task);

    private final ServerUnderTest server;
    private final List<AutoCloseable> opened = new ArrayList<>();

    static {
        System.setProperty("zookeeper.sasl.client", "false");
        ApacheServer.quieten();
    }

    Curators(ServerUnderTest server) {
        this.server = server;
    }

    /** One more connected client. */
    CuratorFramework client() throws InterruptedException {
        CuratorFramework client =
                CuratorFrameworkFactory.newClient(
                        server.connectString(), 30_000, 15_000, new RetryOneTime(100));
        client.start();
        opened.add(client);
        if (!client.blockUntilConnected(PATIENCE_S, TimeUnit.SECONDS)) {
            throw new AssertionError("no connection");
        }
        return client;
    }

    /** From here on the client's member knows all that has been written at any other. */
    static void sync(CuratorFramework client) throws Exception {
        JavaClient.sync(client.getZookeeperClient().getZooKeeper());
    }

    /** Closes this recipe before the clients. */
    <T extends AutoCloseable> T closing(T recipe) {
        opened.add(recipe);
        return recipe;
    }

    /** Runs what may block in a thread of its own. */
    static <T> CompletableFuture<T> async(Callable<T> task) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return task.call();
                    } catch (Exception e) {
                        throw new CompletionException(e);
                    }
                },
                THREADS);
    }

    /** What the task returns, within the patience of a test. */
    static <T> T soon(CompletableFuture<T> task) throws Exception {
        return task.get(PATIENCE_S, TimeUnit.SECONDS);
    }

    /** The next of these, within the patience of a test. */
    static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T item = queue.poll(PATIENCE_S, TimeUnit.SECONDS);
        if (item == null) throw new AssertionError("nothing came");
        return item;
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable each : opened.reversed()) {
            each.close();
        }
    }
}
