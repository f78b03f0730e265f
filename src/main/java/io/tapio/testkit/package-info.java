/**
 * Servers and ensembles for the tests of those who use ZooKeeper clients: inside the test's JVM,
 * started in milliseconds, and made to fail on demand.
 *
 * {@snippet :
 * try (var ensemble = TapioEnsemble.start(3)) {
 *     int old = ensemble.leader();
 *     ensemble.kill(old);
 *     assertNotEquals(old, ensemble.leader());
 * }
 * }
 *
 * <p>{@link io.tapio.testkit.TapioServer} is one server, {@link io.tapio.testkit.TapioEnsemble}
 * several, {@link io.tapio.testkit.Setup} says how they are made (in memory or in a folder, with
 * which settings of {@code zoo.cfg}), and {@link io.tapio.testkit.Tapio} has JUnit Jupiter start
 * and close them. Members run the code of a real server, on sockets of the loopback address; only
 * the Pekko cluster, which observes, is left out. What they share is theirs alone: there is no
 * global state, and every port is found free by the system.
 *
 * <p>Who has used Curator's {@code curator-test} finds here:
 *
 * <table>
 *   <caption>Curator's classes and what stands for them</caption>
 *   <tr><th>Curator</th><th>here</th></tr>
 *   <tr><td>{@code new TestingServer()}</td><td>{@code TapioServer.start()}</td></tr>
 *   <tr><td>{@code new TestingServer(port, dir)}</td>
 *       <td>{@code TapioServer.start(Setup.inFolder(dir).with("clientPort", "2181"))}</td></tr>
 *   <tr><td>{@code getConnectString()}, {@code getPort()}</td>
 *       <td>{@code connectString()}, {@code port()}</td></tr>
 *   <tr><td>{@code stop()}, {@code restart()}, {@code close()}</td><td>the same</td></tr>
 *   <tr><td>{@code new TestingCluster(3)} and {@code start()}</td>
 *       <td>{@code TapioEnsemble.start(3)}</td></tr>
 *   <tr><td>{@code killServer(instance)}, {@code restartServer(instance)}</td>
 *       <td>{@code kill(member)}, {@code restart(member)}</td></tr>
 *   <tr><td>{@code findConnectionInstance(client)}</td><td>{@code memberAt(port)}</td></tr>
 *   <tr><td>{@code KillSession.kill(client)}</td>
 *       <td>{@code expire(client.getSessionId())}</td></tr>
 *   <tr><td>{@code InstanceSpec} with a tick time and properties</td>
 *       <td>{@code Setup.inMemory().with("tickTime", "100")}</td></tr>
 * </table>
 *
 * <p>Unless told otherwise a tick takes 200 ms, sessions may last from 2 ticks to a minute, a
 * member that says nothing is given up after 2 s, and TTL znodes need {@code
 * extendedTypesEnabled=true} as everywhere. Clients of a member that is cut off from the others
 * reach it still, as they reach one that looks for a leader.
 *
 * <p>The kit is in a jar of its own beside the server's (classifier {@code testkit}) and needs
 * JUnit only for the annotation. The server writes its diary to SLF4J under {@code tapio}; it
 * brings Logback along, which may be excluded where something else is bound.
 */
@NullMarked
package io.tapio.testkit;

import org.jspecify.annotations.NullMarked;
