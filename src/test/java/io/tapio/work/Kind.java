package io.tapio.work;

import io.tapio.testkit.Octets;
import io.tapio.testkit.RawAcl;
import io.tapio.testkit.RawRequest;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/**
 * A kind of operation, in all the variants in which clients ask for it, as bytes made beforehand.
 *
 * @param operations by client and number
 */
record Kind(String name, boolean isReading, List<List<List<Step>>> operations) {
    static final int CLIENTS = 16;
    static final int OF_ONE_CLIENT = 64;
    static final Octets DATA = Octets.text("x".repeat(100));

    /** What is sent in one piece, and how many frames come back. */
    record Step(byte[] request, int frames) {
        static Step of(RawRequest request) {
            return new Step(Client.frame(request), 1);
        }
    }

    private static Kind of(
            String name, boolean reads, BiFunction<Integer, Integer, List<Step>> operation) {
        return new Kind(
                name,
                reads,
                IntStream.range(0, CLIENTS)
                        .mapToObj(
                                client ->
                                        IntStream.range(0, OF_ONE_CLIENT)
                                                .mapToObj(i -> operation.apply(client, i))
                                                .toList())
                        .toList());
    }

    private static Kind read(String name, BiFunction<Integer, Integer, RawRequest> request) {
        return of(name, true, (client, i) -> List.of(Step.of(request.apply(client, i))));
    }

    private static Kind write(String name, BiFunction<Integer, Integer, RawRequest> request) {
        return of(name, false, (client, i) -> List.of(Step.of(request.apply(client, i))));
    }

    List<Step> operation(int client, int number) {
        return operations.get(client).get(number);
    }

    /** The first so many operations of that client, in one piece. */
    byte[] together(int client, int count) {
        return Client.joined(
                operations.get(client).subList(0, count).stream()
                        .flatMap(List::stream)
                        .map(Step::request)
                        .toList());
    }

    /** What comes back for {@link #together}. */
    int frames(int client, int count) {
        return operations.get(client).subList(0, count).stream()
                .flatMap(List::stream)
                .mapToInt(Step::frames)
                .sum();
    }

    // ---- the kinds, and the znodes that they need

    /** Makes all znodes that are read and set. */
    static void furnish(Client client) {
        client.call(Client.frame(RawRequest.create("/work", DATA, RawAcl.OPEN, 0)));
        for (int owner = 0; owner < CLIENTS; owner++) {
            client.call(Client.frame(RawRequest.create(parent(owner), DATA, RawAcl.OPEN, 0)));
            for (int i = 0; i < OF_ONE_CLIENT; i++) {
                client.call(Client.frame(RawRequest.create(path(owner, i), DATA, RawAcl.OPEN, 0)));
            }
        }
    }

    private static String parent(int client) {
        return "/work/client-%02d".formatted(client);
    }

    static String path(int client, int number) {
        return parent(client) + "/znode-%02d".formatted(number);
    }

    private static String made(int client, int number) {
        return path(client, number) + "-made";
    }

    static Kind get() {
        return read("get", (client, i) -> RawRequest.getData(path(client, i), false));
    }

    static Kind exists() {
        return read("exists", (client, i) -> RawRequest.exists(path(client, i), false));
    }

    /** Of 64 znodes. */
    static Kind children() {
        return read("children", (client, i) -> RawRequest.getChildren(parent(client), false));
    }

    static Kind ping() {
        return read("ping", (client, i) -> RawRequest.ping());
    }

    static Kind set() {
        return write("set", (client, i) -> RawRequest.setData(path(client, i), DATA, -1));
    }

    static Kind create() {
        return write(
                "create", (client, i) -> RawRequest.create(made(client, i), DATA, RawAcl.OPEN, 0));
    }

    /** Of what {@link #create} has made. */
    static Kind delete() {
        return write("delete", (client, i) -> RawRequest.delete(made(client, i), -1));
    }

    /** Two changes. */
    static Kind multi() {
        return write(
                "multi",
                (client, i) ->
                        RawRequest.multi(
                                List.of(
                                        RawRequest.setData(path(client, i), DATA, -1),
                                        RawRequest.setData(parent(client), DATA, -1))));
    }

    /** A look with a watch, and the change that fires it. */
    static Kind watch() {
        return of(
                "watch",
                false,
                (client, i) ->
                        List.of(
                                Step.of(RawRequest.getData(path(client, i), true)),
                                new Step(
                                        Client.frame(RawRequest.setData(path(client, i), DATA, -1)),
                                        2)));
    }

    /** So that it can be told from the same kind elsewhere. */
    Kind named(String other) {
        return new Kind(other, isReading, operations);
    }
}
