"""Kazoo's recipes, each with contenders in sessions of their own."""

from kazoo.exceptions import LockTimeout

from support import Inside, Seen, at_once, refused, start


def a_lock_has_one_holder_among_five(w):
    inside, counter = Inside(), w.root + "/counter"
    w.a.create(counter, b"0")

    def contend():
        session = w.open()
        for _ in range(5):
            with session.Lock(w.root + "/lock"):
                with inside:
                    value = int(session.get(counter)[0])
                    session.set(counter, b"%d" % (value + 1))

    at_once(*[contend] * 5)
    assert inside.most == 1
    assert w.a.get(counter)[0] == b"25"


def a_lock_knows_its_contenders_and_its_patience(w):
    path = w.root + "/lock"
    first, second = w.a.Lock(path, "first"), w.b.Lock(path, "second")
    assert first.acquire()
    assert second.acquire(blocking=False) is False
    refused(LockTimeout, second.acquire, timeout=0.2)
    assert first.contenders() == ["first"]
    first.release()
    assert second.acquire(timeout=10)
    second.release()


def a_lock_passes_on_when_its_holder_leaves(w):
    holder = w.open()
    assert holder.Lock(w.root + "/lock").acquire()
    waiting = start(lambda: w.a.Lock(w.root + "/lock").acquire(timeout=10))
    queued = Seen()
    w.b.ChildrenWatch(w.root + "/lock", lambda names: queued.add(len(names)))
    queued.last(2, "the second contender queues")
    w.leave(holder)
    assert waiting() is True


def readers_share_and_writers_exclude(w):
    # No reader may ask while a writer queues behind another reader: kazoo 2.8's two would then
    # wait for each other for ever, whatever the server does.
    path = w.root + "/rw"
    one, two, third = w.a.ReadLock(path), w.b.ReadLock(path), w.open().ReadLock(path)
    assert one.acquire(timeout=10) and two.acquire(timeout=10)
    assert not w.open().WriteLock(path).acquire(blocking=False)
    writing = start(lambda lock=w.open().WriteLock(path): lock.acquire(timeout=10) and lock)
    queued = Seen()
    w.b.ChildrenWatch(path, lambda names: queued.add(len(names)))
    queued.last(3, "the writer queues")
    one.release()
    two.release()
    writer = writing()
    assert not third.acquire(blocking=False)
    reading = start(lambda: third.acquire(timeout=10))
    queued.last(2, "the reader queues")
    writer.release()
    assert reading() is True


def writers_exclude_each_other(w):
    inside = Inside()

    def write():
        session = w.open()
        for _ in range(5):
            with session.WriteLock(w.root + "/rw"), inside:
                assert session.exists(w.root)

    at_once(write, write, write)
    assert inside.most == 1


def a_semaphore_leases_no_more_than_it_has(w):
    inside = Inside()

    def contend():
        session = w.open()
        for _ in range(4):
            with session.Semaphore(w.root + "/sem", max_leases=2):
                with inside:
                    assert session.exists(w.root)

    at_once(*[contend] * 5)
    assert inside.most <= 2
    one, two, three = (w.a.Semaphore(w.root + "/sem", n, max_leases=2) for n in ("one", "two", "three"))
    assert one.acquire() and two.acquire() and not three.acquire(blocking=False)
    assert sorted(one.lease_holders()) == ["one", "two"]
    one.release()
    assert three.acquire(timeout=10)


def a_barrier_holds_all_until_it_is_lifted(w):
    barrier, passed = w.a.Barrier(w.root + "/barrier"), Seen()
    barrier.create()
    assert w.b.Barrier(w.root + "/barrier").wait(0.1) is False
    waiting = [start(lambda s=w.open(): passed.add(s.Barrier(w.root + "/barrier").wait(10)))
               for _ in range(3)]
    assert passed.items == []
    assert barrier.remove() is True
    for wait in waiting:
        wait()
    assert passed.items == [True] * 3
    assert barrier.remove() is False


def a_double_barrier_begins_and_ends_together(w):
    entered, ready_to_leave = Seen(), Seen()

    def member():
        barrier = w.open().DoubleBarrier(w.root + "/double", 4)
        barrier.enter()
        assert barrier.participating
        entered.add("in")
        entered.count(4, "all have entered")
        ready_to_leave.add("out")
        barrier.leave()
        assert len(ready_to_leave.items) == 4

    at_once(*[member] * 4)
    assert w.a.get_children(w.root + "/double") == []


def a_queue_gives_every_item_once_and_in_order(w):
    for i in range(40):
        (w.a if i % 2 else w.b).Queue(w.root + "/q").put(b"%03d" % i, priority=10)
    w.a.Queue(w.root + "/q").put(b"first", priority=1)
    assert len(w.a.Queue(w.root + "/q")) == 41
    assert w.a.Queue(w.root + "/q").get() == b"first"
    taken = []

    def consume():
        queue, own = w.open().Queue(w.root + "/q"), []
        for item in iter(queue.get, None):
            own.append(item)
        assert own == sorted(own)
        taken.extend(own)

    at_once(consume, consume, consume)
    assert sorted(taken) == [b"%03d" % i for i in range(40)]


def a_locking_queue_gives_an_item_back_when_its_taker_leaves(w):
    path = w.root + "/lq"
    w.a.LockingQueue(path).put_all([b"one", b"two", b"three"])
    w.a.LockingQueue(path).put(b"urgent", priority=1)
    quitter = w.open()
    assert quitter.LockingQueue(path).get(timeout=10) == b"urgent"
    queue = w.b.LockingQueue(path)
    assert queue.get(timeout=10) == b"one" and queue.holds_lock()
    assert queue.consume() is True
    w.leave(quitter)
    rest = []
    for _ in range(3):
        rest.append(queue.get(timeout=10))
        assert queue.consume() is True
    assert rest == [b"urgent", b"two", b"three"]
    assert queue.get(timeout=0.1) is None
    waiting = start(lambda: queue.get(timeout=10))
    w.a.LockingQueue(path).put(b"late")
    assert waiting() == b"late"


def a_counter_loses_no_increment(w):
    def count():
        counter = w.open().Counter(w.root + "/counter")
        for _ in range(50):
            counter += 1

    at_once(*[count] * 4)
    assert w.a.Counter(w.root + "/counter").value == 200


def the_next_in_order_leads_when_the_leader_leaves(w):
    led, names = Seen(), ["first", "second", "third"]
    queued = Seen()
    w.a.ensure_path(w.root + "/election")
    w.a.ChildrenWatch(w.root + "/election", lambda children: queued.add(len(children)))
    gates, waits = [], []
    for i, name in enumerate(names):
        election, gate = w.open().Election(w.root + "/election", name), Seen()

        def lead(name=name, gate=gate):
            led.add(name)
            gate.count(1, "%s may leave" % name)

        gates.append(gate)
        waits.append(start(lambda election=election, lead=lead: election.run(lead)))
        queued.last(i + 1, "%s is a candidate" % name)
    assert w.b.Election(w.root + "/election").contenders() == names
    for i, gate in enumerate(gates):
        led.until(lambda items: items == names[:i + 1], "%s leads" % names[i])
        gate.add("go")
        waits[i]()


def a_party_knows_who_is_there(w):
    for make in ("Party", "ShallowParty"):
        path = w.root + "/" + make
        left, right = getattr(w.a, make)(path, "left"), getattr(w.b, make)(path, "right")
        left.join()
        right.join()
        assert sorted(left) == ["left", "right"] and len(right) == 2
        left.leave()
        assert list(right) == ["right"] and "left" not in list(left)
        guest = w.open()
        getattr(guest, make)(path, "guest").join()
        assert sorted(right) == ["guest", "right"]
        w.leave(guest)
        assert list(right) == ["right"]


SCENARIOS = [
    a_lock_has_one_holder_among_five,
    a_lock_knows_its_contenders_and_its_patience,
    a_lock_passes_on_when_its_holder_leaves,
    readers_share_and_writers_exclude,
    writers_exclude_each_other,
    a_semaphore_leases_no_more_than_it_has,
    a_barrier_holds_all_until_it_is_lifted,
    a_double_barrier_begins_and_ends_together,
    a_queue_gives_every_item_once_and_in_order,
    a_locking_queue_gives_an_item_back_when_its_taker_leaves,
    a_counter_loses_no_increment,
    the_next_in_order_leads_when_the_leader_leaves,
    a_party_knows_who_is_there,
]
