"""Single operations and watches, as Python programs use them."""

from kazoo.exceptions import (
    BadVersionError,
    NoAuthError,
    NoChildrenForEphemeralsError,
    NodeExistsError,
    NoNodeError,
    NotEmptyError,
    RolledBackError,
    RuntimeInconsistency,
)
from kazoo.protocol.states import EventType, KazooState
from kazoo.recipe.cache import TreeCache, TreeEvent
from kazoo.security import CREATOR_ALL_ACL, make_acl, make_digest_acl

from support import Seen, refused


def create_get_set_delete(w):
    n = w.root + "/n"
    assert w.a.create(n, b"one") == n
    refused(NodeExistsError, w.a.create, n)
    data, stat = w.b.get(n)
    assert (data, stat.version, stat.data_length) == (b"one", 0, 3)
    assert w.a.set(n, b"two", version=0).version == 1
    refused(BadVersionError, w.a.set, n, b"three", version=0)
    refused(BadVersionError, w.a.delete, n, version=0)
    assert w.b.get(n)[0] == b"two"
    w.a.create(n + "/child", makepath=True)
    assert w.b.exists(n).numChildren == 1
    refused(NotEmptyError, w.a.delete, n)
    w.a.delete(n, recursive=True)
    refused(NoNodeError, w.a.get, n)
    refused(NoNodeError, w.a.create, n + "/orphan")
    assert w.a.exists(n) is None


def kinds_of_nodes(w):
    assert w.a.create(w.root + "/s-", sequence=True).endswith("/s-0000000000")
    path, stat = w.a.create(w.root + "/s-", b"12345", sequence=True, include_data=True)
    assert (path[-10:], stat.data_length) == ("0000000001", 5)
    path = w.a.create(w.root + "/e-", ephemeral=True, sequence=True)
    assert w.b.exists(path).ephemeralOwner == w.a.client_id[0]
    refused(NoChildrenForEphemeralsError, w.a.create, path + "/c")
    w.a.ensure_path(w.root + "/deep/er/est")
    names, stat = w.b.get_children(w.root, include_data=True)
    assert sorted(names) == ["deep", "e-0000000002", "s-0000000000", "s-0000000001"]
    assert (stat.numChildren, stat.cversion) == (4, 4)


def sync_shows_the_others_writes(w):
    for i in range(20):
        w.a.create("%s/%d" % (w.root, i))
        assert w.b.sync(w.root) == w.root
        assert w.b.exists("%s/%d" % (w.root, i))


def pipelined_requests_are_answered_in_order(w):
    w.a.create(w.root + "/n", b"0")
    answers = []
    for i in range(1, 201):
        w.a.set_async(w.root + "/n", b"%d" % i)
        answers.append((i, w.a.get_async(w.root + "/n")))
    for i, answer in answers:
        data, stat = answer.get(timeout=15)
        assert (data, stat.version) == (b"%d" % i, i)


def watches_tell_of_every_kind_of_change(w):
    n = w.root + "/n"

    def expect(kind, register, change, *args):
        seen = Seen()
        register(n, watch=lambda event: seen.add((event.type, event.path)))
        change(*args)
        assert seen.count(1, "%s of %s" % (kind, n)) == [(kind, n)]

    expect(EventType.CREATED, w.a.exists, w.b.create, n)
    expect(EventType.CHANGED, w.a.exists, w.b.set, n, b"1")
    expect(EventType.CHANGED, w.a.get, w.b.set, n, b"2")
    expect(EventType.CHILD, w.a.get_children, w.b.create, n + "/c")
    expect(EventType.CHILD, w.a.get_children, w.b.delete, n + "/c")
    expect(EventType.DELETED, w.a.get, w.b.delete, n)


def a_digest_acl_keeps_others_out(w):
    n = w.root + "/n"
    w.a.add_auth("digest", "tapio:forest")
    w.a.create(n, b"secret", acl=CREATOR_ALL_ACL)
    refused(NoAuthError, w.b.get, n)
    refused(NoAuthError, w.b.set, n, b"mine")
    refused(NoAuthError, w.b.create, n + "/c")
    refused(NoAuthError, w.b.delete, n + "/c")
    wrong = w.open(auth_data=[("digest", "tapio:desert")])
    refused(NoAuthError, wrong.get, n)
    right = w.open(auth_data=[("digest", "tapio:forest")])
    assert right.get(n)[0] == b"secret"
    acls, stat = right.get_acls(n)
    assert acls == [make_digest_acl("tapio", "forest", all=True)] and stat.aversion == 0
    right.set_acls(n, [make_acl("world", "anyone", read=True)], version=0)
    assert wrong.get(n)[0] == b"secret"
    refused(NoAuthError, wrong.set, n, b"mine")
    refused(NoAuthError, right.set, n, b"mine")


def ephemerals_vanish_with_their_session(w):
    owner = w.open()
    path = owner.create(w.root + "/e", ephemeral=True)
    seen = Seen()
    assert w.a.exists(path, watch=lambda event: seen.add(event.type))
    w.leave(owner)
    assert seen.count(1, "end of the ephemeral") == [EventType.DELETED]
    assert w.a.exists(path) is None


def a_session_can_be_taken_up_again(w):
    first = w.open(hosts=w.server.split(",")[0])
    first.create(w.root + "/e", b"kept", ephemeral=True)
    identity = first.client_id
    first.set_hosts("127.0.0.1:1")  # once robbed of its session it must not take it back
    second = w.open(client_id=identity)
    assert second.client_id[0] == identity[0]
    assert w.a.get(w.root + "/e")[1].ephemeralOwner == identity[0]
    second.set(w.root + "/e", b"changed")
    w.leave(second)
    assert w.a.exists(w.root + "/e") is None


def an_ended_session_cannot_be_taken_up(w):
    first = w.open()
    identity = first.client_id
    w.leave(first)
    second = w.open(client_id=identity)
    assert second.client_id[0] != identity[0]


def a_lost_connection_keeps_the_session(w):
    states = Seen()
    w.a.add_listener(states.add)
    w.a.create(w.root + "/e", ephemeral=True)
    identity = w.a.client_id
    w.a._connection._socket.shutdown(2)  # SHUT_RDWR: the network is gone
    states.last(KazooState.CONNECTED, "connection is back")
    assert states.items[0] == KazooState.SUSPENDED and KazooState.LOST not in states.items
    assert w.a.client_id == identity
    assert w.b.exists(w.root + "/e")


def a_data_watch_follows_the_node(w):
    n = w.root + "/n"
    seen = Seen()
    w.a.DataWatch(n, lambda data, stat: seen.add((data, stat and stat.version)))
    seen.last((None, None), "no node yet")
    w.b.create(n, b"0")
    seen.last((b"0", 0), "created")
    for i in range(1, 6):
        w.b.set(n, b"%d" % i)
        seen.last((b"%d" % i, i), "set")
    w.b.delete(n)
    seen.last((None, None), "deleted")


def a_children_watch_follows_the_directory(w):
    seen = Seen()
    w.a.ChildrenWatch(w.root, lambda names: seen.add(sorted(names)))
    seen.last([], "empty")
    w.b.create(w.root + "/x")
    seen.last(["x"], "one")
    w.b.create(w.root + "/y")
    seen.last(["x", "y"], "two")
    w.b.delete(w.root + "/x")
    seen.last(["y"], "one again")


def a_tree_cache_follows_the_tree(w):
    top = w.root + "/tree"
    w.a.create(top, b"top")
    w.a.create(top + "/x", b"1")
    seen, faults = Seen(), Seen()
    cache = TreeCache(w.a, top)
    cache.listen(lambda event: seen.add((event.event_type, event.event_data and event.event_data.path)))
    cache.listen_fault(faults.add)
    cache.start()
    try:
        seen.until(lambda items: (TreeEvent.INITIALIZED, None) in items, "initialized")
        assert cache.get_data(top + "/x").data == b"1"
        w.b.create(top + "/x/deep", b"2")
        seen.until(lambda items: (TreeEvent.NODE_ADDED, top + "/x/deep") in items, "added")
        assert cache.get_children(top + "/x") == frozenset(["deep"])
        w.b.set(top + "/x/deep", b"3")
        seen.until(lambda items: (TreeEvent.NODE_UPDATED, top + "/x/deep") in items, "updated")
        assert cache.get_data(top + "/x/deep").data == b"3"
        w.b.delete(top + "/x", recursive=True)
        seen.until(lambda items: (TreeEvent.NODE_REMOVED, top + "/x") in items, "removed")
        assert cache.get_data(top + "/x/deep") is None
        assert faults.items == []
    finally:
        cache.close()


def a_transaction_is_done_as_a_whole(w):
    n = w.root + "/n"
    w.a.create(n, b"old")
    w.a.create(w.root + "/dead")
    t = w.a.transaction()
    t.check(n, version=0)
    t.create(w.root + "/new-", b"born", sequence=True)
    t.set_data(n, b"changed", version=0)
    t.delete(w.root + "/dead")
    results = t.commit()
    assert results[0] is True and results[3] is True
    assert results[1] == w.root + "/new-0000000002" and results[2].version == 1
    assert w.b.get(n)[1].mzxid == w.b.exists(results[1]).czxid
    assert sorted(w.b.get_children(w.root)) == ["n", "new-0000000002"]


def a_transaction_that_fails_does_nothing(w):
    n = w.root + "/n"
    w.a.create(n, b"old")
    t = w.a.transaction()
    t.create(w.root + "/new")
    t.check(n, version=7)
    t.delete(n)
    results = t.commit()
    assert [type(result) for result in results] == [
        RolledBackError, BadVersionError, RuntimeInconsistency], results
    assert w.b.get_children(w.root) == ["n"] and w.b.get(n)[0] == b"old"


SCENARIOS = [
    create_get_set_delete,
    kinds_of_nodes,
    sync_shows_the_others_writes,
    pipelined_requests_are_answered_in_order,
    watches_tell_of_every_kind_of_change,
    a_digest_acl_keeps_others_out,
    ephemerals_vanish_with_their_session,
    a_session_can_be_taken_up_again,
    an_ended_session_cannot_be_taken_up,
    a_lost_connection_keeps_the_session,
    a_data_watch_follows_the_node,
    a_children_watch_follows_the_directory,
    a_tree_cache_follows_the_tree,
    a_transaction_is_done_as_a_whole,
    a_transaction_that_fails_does_nothing,
]
