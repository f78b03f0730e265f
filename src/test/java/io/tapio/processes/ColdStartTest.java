package io.tapio.processes;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.testkit.RawClient;
import io.tapio.torture.host.Status.Role;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Members find one another whoever is there first, and serve as soon as they are a majority. */
@Timeout(300)
class ColdStartTest {

    @RegisterExtension final Ensembles ensembles = new Ensembles();

    private final List<String> written = new ArrayList<>();

    /** Only the very first start needs all: empty disks do not tell a new member from a wiped. */
    @Test
    void threeMembersServeInWhateverOrderTheyStart() {
        var ensemble = ensembles.started(Blueprint.of(3));
        ensemble.killAll();
        for (var order : orders(List.of(1, 2, 3))) {
            startOneAfterTheOther(ensemble, order);
            writeAndReadEverywhere(ensemble);
            ensemble.killAll();
        }
    }

    private static List<List<Integer>> orders(List<Integer> ids) {
        if (ids.isEmpty()) return List.of(List.of());
        var orders = new ArrayList<List<Integer>>();
        for (var first : ids) {
            var others = ids.stream().filter(id -> !id.equals(first)).toList();
            for (var rest : orders(others)) {
                var order = new ArrayList<>(List.of(first));
                order.addAll(rest);
                orders.add(order);
            }
        }
        return orders;
    }

    private static void startOneAfterTheOther(EnsembleProcesses ensemble, List<Integer> order) {
        var first = ensemble.member(order.get(0)).start().awaitAnswer();
        assertThat(first.status().role()).as("one of three").isEqualTo(Role.LOOKING);
        ensemble.member(order.get(1)).start();
        ensemble.awaitServing();
        ensemble.member(order.get(2)).start();
        ensemble.awaitServing();
    }

    /** Every start adds a node; all nodes of all starts must be with every member. */
    private void writeAndReadEverywhere(EnsembleProcesses ensemble) {
        var path = "/start-" + written.size();
        try (var client = RawClient.connect(ensemble.running().getLast().address())) {
            assertThat(client.create(path, "").ok()).isTrue();
            written.add(path);
            client.closeSession();
        }
        assertThat(TreeWalk.ofAll(ensemble.running()).nodes()).containsKeys(paths());
    }

    private String[] paths() {
        return written.toArray(String[]::new);
    }

    @Test
    void fiveMembersServeWhenTheyStartAllAtOnce() {
        long seed = System.nanoTime();
        var order = new ArrayList<>(List.of(1, 2, 3, 4, 5));
        Collections.shuffle(order, new Random(seed));
        System.out.println("started in the order " + order);
        var ensemble = ensembles.of(Blueprint.of(5));

        for (int id : order) ensemble.member(id).start();

        ensemble.awaitServing();
        assertThat(ensemble.followers()).hasSize(4).doesNotContain(ensemble.leader());
        writeAndReadEverywhere(ensemble);
    }

    @Test
    void threeOfFiveServeAndTheOthersJoinThem() {
        var ensemble = ensembles.started(Blueprint.of(5));
        ensemble.killAll();
        for (int id : List.of(2, 5, 3)) ensemble.member(id).start();
        ensemble.awaitServing();
        writeAndReadEverywhere(ensemble);
        var leader = ensemble.leader();

        for (int id : List.of(1, 4)) ensemble.member(id).start();

        ensemble.awaitServing();
        assertThat(ensemble.leader()).as("a latecomer overthrows nobody").isEqualTo(leader);
        writeAndReadEverywhere(ensemble);
    }
}
