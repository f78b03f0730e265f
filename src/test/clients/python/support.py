"""What the scenarios share: sessions of their own, a directory of their own, and waits that end."""

import threading

from kazoo.client import KazooClient

WAIT_SECONDS = 15


class Client(KazooClient):
    """Syncs before it reads: the members of an ensemble may be a moment behind each other."""

    def get(self, path, watch=None):
        self.sync(path)
        return super().get(path, watch)

    def exists(self, path, watch=None):
        self.sync(path)
        return super().exists(path, watch)

    def get_children(self, path, watch=None, include_data=False):
        self.sync(path)
        return super().get_children(path, watch, include_data)


class World:
    """The sessions and the directory of one scenario; leaving it closes every session."""

    def __init__(self, server, name):
        self.server = server
        self.sessions = []
        self.a = self.open()
        self.b = self.open()
        self.root = self.a.create("/python-%s-" % name, b"", sequence=True)

    def open(self, **options):
        session = Client(**{"hosts": self.server, "timeout": 10, **options})
        session.start(timeout=WAIT_SECONDS)
        self.sessions.append(session)
        return session

    def leave(self, session):
        """Ends the session; its ephemerals go with it."""
        session.stop()
        session.close()

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        for session in self.sessions:
            self.leave(session)


class Seen:
    """Collects what other threads saw; `until` waits for it to be as wanted."""

    def __init__(self):
        self.items = []
        self.changed = threading.Condition()

    def add(self, item):
        with self.changed:
            self.items.append(item)
            self.changed.notify_all()

    def until(self, wanted, what, seconds=WAIT_SECONDS):
        with self.changed:
            if not self.changed.wait_for(lambda: wanted(self.items), seconds):
                raise AssertionError("%s: not within %d s; seen %r" % (what, seconds, self.items))
            return list(self.items)

    def last(self, item, what):
        return self.until(lambda items: bool(items) and items[-1] == item, what)

    def count(self, number, what, seconds=WAIT_SECONDS):
        return self.until(lambda items: len(items) >= number, what, seconds)


class Inside:
    """Counts who is inside a guarded section, and remembers the most at once."""

    def __init__(self):
        self.guard = threading.Lock()
        self.now = 0
        self.most = 0

    def __enter__(self):
        with self.guard:
            self.now += 1
            self.most = max(self.most, self.now)

    def __exit__(self, *unused):
        with self.guard:
            self.now -= 1


def at_once(*actions):
    """Runs all actions in threads of their own and raises the first error of any of them."""
    errors = []

    def run(action):
        try:
            action()
        except BaseException as error:  # noqa: B036 - handed on to the caller
            errors.append(error)

    threads = [threading.Thread(target=run, args=(action,), daemon=True) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT_SECONDS * 2)
    if errors:
        raise errors[0]
    assert not any(thread.is_alive() for thread in threads), "a contender never came through"


def start(action):
    """Runs `action` in the background; the returned function waits for its result."""
    result = Seen()

    def run():
        try:
            result.add((action(), None))
        except BaseException as error:  # noqa: B036 - handed on to the caller
            result.add((None, error))

    threading.Thread(target=run, daemon=True).start()

    def wait(seconds=WAIT_SECONDS):
        value, error = result.count(1, "background action", seconds)[0]
        if error:
            raise error
        return value

    return wait


def refused(error, action, *args, **options):
    """The action must raise exactly this error."""
    try:
        action(*args, **options)
    except error as caught:
        assert type(caught) is error, repr(caught)
        return
    raise AssertionError("expected %s, but it was done" % error.__name__)
