package io.tapio.processes;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.apache.zookeeper.client.HostProvider;

/**
 * Knows all members, and leads a client of the official library to the first of them first; the
 * library's own would lead it anywhere.
 */
final class HomeFirst implements HostProvider {
    private final List<InetSocketAddress> members;
    private int next;

    HomeFirst(MemberProcess home, EnsembleProcesses ensemble) {
        var inOrder = new ArrayList<>(ensemble.members());
        Collections.rotate(inOrder, -inOrder.indexOf(home));
        members = inOrder.stream().map(MemberProcess::address).toList();
    }

    @Override
    public int size() {
        return members.size();
    }

    /** Without a rest after the last one: the library rests anyway before it connects again. */
    @Override
    public InetSocketAddress next(long restMs) {
        return members.get(next++ % members.size());
    }

    @Override
    public void onConnected() {}

    @Override
    public boolean updateServerList(Collection<InetSocketAddress> servers, InetSocketAddress now) {
        throw new UnsupportedOperationException("the members stay the same");
    }
}
