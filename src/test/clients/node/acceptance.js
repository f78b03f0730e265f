'use strict';

// Does with a server what Node programs do with ZooKeeper. Run as: node acceptance.js HOST:PORT
// Prints `ok NAME` or `FAILED NAME reason` for each scenario; exit code 0 when all are ok.

const assert = require('assert');
const { Session, CreateMode, Event, signal, within, refused, zookeeper } = require('./session');
const recipes = require('./recipes');

const server = process.argv[2];
const SCENARIO_MS = 60000;

const scenarios = {
  async createGetSetDelete({ a, root }) {
    assert.strictEqual(await a.create(`${root}/n`, 'one'), `${root}/n`);
    await refused('NODE_EXISTS', () => a.create(`${root}/n`, 'again'));
    let { data, stat } = await a.get(`${root}/n`);
    assert.deepStrictEqual([data, stat.version, stat.dataLength], ['one', 0, 3]);
    assert.strictEqual((await a.set(`${root}/n`, 'two', 0)).version, 1);
    await refused('BAD_VERSION', () => a.set(`${root}/n`, 'three', 0));
    await refused('BAD_VERSION', () => a.remove(`${root}/n`, 0));
    ({ data, stat } = await a.get(`${root}/n`));
    assert.deepStrictEqual([data, stat.version], ['two', 1]);
    await a.create(`${root}/n/child`);
    assert.strictEqual((await a.exists(`${root}/n`)).numChildren, 1);
    await refused('NOT_EMPTY', () => a.remove(`${root}/n`));
    await a.remove(`${root}/n/child`);
    await a.remove(`${root}/n`, 1);
    await refused('NO_NODE', () => a.get(`${root}/n`));
    await refused('NO_NODE', () => a.create(`${root}/n/orphan`));
    assert.strictEqual(await a.exists(`${root}/n`), undefined);
  },

  async dataOfManySizes({ a, b, root }) {
    for (const size of [0, 1, 1000, 100000, 900000]) {
      const data = 'x'.repeat(size);
      await a.create(`${root}/size-${size}`, data);
      const read = await b.get(`${root}/size-${size}`);
      assert.strictEqual(read.data || '', data);
      assert.strictEqual(read.stat.dataLength, size);
    }
    await a.create(`${root}/päivää-世界`, 'ääkköset');
    assert.strictEqual((await b.get(`${root}/päivää-世界`)).data, 'ääkköset');
  },

  async watchesTellOfEveryKindOfChange({ a, b, root }) {
    const expect = async (type, path, register, change) => {
      const event = signal(`event ${type} of ${path}`);
      await register(event.resolve);
      await change();
      const seen = await event.wait();
      assert.deepStrictEqual([seen.type, seen.path], [type, path]);
    };
    const n = `${root}/n`;
    await expect(Event.NODE_CREATED, n, (w) => a.exists(n, w), () => b.create(n));
    await expect(Event.NODE_DATA_CHANGED, n, (w) => a.exists(n, w), () => b.set(n, '1'));
    await expect(Event.NODE_DATA_CHANGED, n, (w) => a.get(n, w), () => b.set(n, '2'));
    await expect(Event.NODE_CHILDREN_CHANGED, n, (w) => a.children(n, w), () => b.create(`${n}/c`));
    await expect(Event.NODE_CHILDREN_CHANGED, n, (w) => a.children(n, w), () => b.remove(`${n}/c`));
    await expect(Event.NODE_DELETED, n, (w) => a.get(n, w), () => b.remove(n));
    await expect(Event.NODE_CREATED, n, (w) => a.exists(n, w), () => b.create(n));
    await expect(Event.NODE_DELETED, n, (w) => a.children(n, w), () => b.remove(n));
  },

  async aWatchFiresOnceAndBeforeTheNewDataIsRead({ a, b, root }) {
    await a.create(`${root}/n`, '0');
    for (let i = 1; i <= 20; i++) {
      let events = 0;
      await a.get(`${root}/n`, () => events++);
      await b.set(`${root}/n`, `${i}a`);
      await b.set(`${root}/n`, `${i}b`);
      let data;
      do ({ data } = await a.get(`${root}/n`)); while (data !== `${i}b`);
      assert.strictEqual(events, 1);
    }
  },

  async aDigestAclKeepsOthersOut({ a, b, open, root }) {
    a.login('digest', 'tapio:metsä');
    const n = `${root}/n`;
    const { ACL, Permission, Id } = zookeeper;
    await a.create(n, 'secret', CreateMode.PERSISTENT, ACL.CREATOR_ALL_ACL);
    await refused('NO_AUTH', () => b.get(n));
    await refused('NO_AUTH', () => b.set(n, 'mine'));
    await refused('NO_AUTH', () => b.create(`${n}/c`));
    await refused('NO_AUTH', () => b.call('setACL', n, ACL.OPEN_ACL_UNSAFE));
    const c = await open();
    c.login('digest', 'tapio:wrong');
    await refused('NO_AUTH', () => c.get(n));
    b.login('digest', 'tapio:metsä');
    assert.strictEqual((await b.get(n)).data, 'secret');
    await b.call('setACL', n, [new ACL(Permission.READ, Id.ANYONE_ID_UNSAFE)]);
    assert.strictEqual((await c.get(n)).data, 'secret');
    await refused('NO_AUTH', () => c.set(n, 'mine'));
    const [acls, stat] = await c.call('getACL', n);
    assert.deepStrictEqual([acls.length, acls[0].permission, stat.aversion], [1, 1, 1]);
  },

  async ephemeralsVanishWithTheirSession({ a, open, root }) {
    const owner = await open();
    const path = await owner.create(`${root}/e`, 'x', CreateMode.EPHEMERAL);
    await owner.create(`${root}/s-`, 'x', CreateMode.EPHEMERAL_SEQUENTIAL);
    assert.strictEqual((await a.exists(path)).ephemeralOwner.toString('hex'), owner.id());
    await refused('NO_CHILDREN_FOR_EPHEMERALS', () => a.create(`${path}/c`));
    const deleted = a.gone(path);
    await owner.close();
    await deleted;
    await a.childrenUntil(root, (names) => names.length === 0);
  },

  async aLostConnectionKeepsSessionEphemeralsAndWatches({ a, b, root }) {
    await a.create(`${root}/e`, '', CreateMode.EPHEMERAL);
    await a.create(`${root}/n`, '0');
    const event = signal('the watch set before the loss');
    await a.get(`${root}/n`, event.resolve);
    const id = a.id();
    await a.loseConnection();
    assert.strictEqual(a.id(), id);
    assert.ok(await b.exists(`${root}/e`));
    await b.set(`${root}/n`, '1');
    assert.strictEqual((await event.wait()).type, Event.NODE_DATA_CHANGED);
  },

  async aLockHasOneHolderAmongFive({ a, open, root }) {
    await a.create(`${root}/lock`);
    await a.create(`${root}/counter`, '0');
    let inside = 0;
    const contend = async () => {
      const session = await open();
      for (let round = 0; round < 6; round++) {
        const path = await recipes.lock(session, `${root}/lock`);
        assert.strictEqual(++inside, 1, 'two hold the lock');
        const { data } = await session.get(`${root}/counter`);
        await session.set(`${root}/counter`, String(Number(data) + 1));
        assert.strictEqual(inside--, 1, 'two held the lock');
        await session.remove(path);
      }
    };
    await Promise.all([1, 2, 3, 4, 5].map(contend));
    assert.strictEqual((await a.get(`${root}/counter`)).data, '30');
    assert.deepStrictEqual(await a.children(`${root}/lock`), []);
  },

  async aLockPassesOnWhenItsHolderLeaves({ a, b, open, root }) {
    const holder = await open();
    await recipes.lock(holder, root);
    let got = false;
    const next = recipes.lock(a, root).then((path) => {
      got = true;
      return path;
    });
    await b.childrenUntil(root, (names) => names.length === 2);
    assert.strictEqual(got, false);
    await holder.close();
    await next;
  },

  async readersShareAndWritersExclude({ a, open, root }) {
    await a.create(`${root}/rw`);
    let readers = 0;
    let writers = 0;
    const bothRead = signal('two readers at once');
    const reader = async () => {
      const session = await open();
      const path = await recipes.readLock(session, `${root}/rw`);
      assert.strictEqual(writers, 0);
      if (++readers === 2) bothRead.resolve();
      await bothRead.wait();
      readers--;
      await session.remove(path);
    };
    const writer = async () => {
      const session = await open();
      for (let round = 0; round < 5; round++) {
        const path = await recipes.writeLock(session, `${root}/rw`);
        assert.deepStrictEqual([readers, ++writers], [0, 1]);
        await session.exists(root);
        assert.deepStrictEqual([readers, writers--], [0, 1]);
        await session.remove(path);
      }
    };
    const first = await recipes.writeLock(a, `${root}/rw`);
    const readersWait = [reader(), reader()];
    await a.childrenUntil(`${root}/rw`, (names) => names.length === 3);
    assert.strictEqual(readers, 0);
    const writersWait = [writer(), writer()];
    await a.remove(first);
    await Promise.all([...readersWait, ...writersWait]);
  },

  async aBarrierHoldsAllUntilItIsLifted({ a, open, root }) {
    await a.create(`${root}/barrier`);
    await a.create(`${root}/ready`);
    let passed = 0;
    const waiter = async () => {
      const session = await open();
      await session.create(`${root}/ready/w-`, '', CreateMode.EPHEMERAL_SEQUENTIAL);
      await session.gone(`${root}/barrier`);
      passed++;
    };
    const waiters = [1, 2, 3, 4].map(waiter);
    await a.childrenUntil(`${root}/ready`, (names) => names.length === 4);
    assert.strictEqual(passed, 0);
    await a.remove(`${root}/barrier`);
    await Promise.all(waiters);
  },

  async aQueueGivesEveryItemOnceAndInOrder({ a, b, open, root }) {
    await a.create(`${root}/q`);
    await Promise.all([a, b].map(async (session, producer) => {
      for (let i = 0; i < 30; i++) {
        await session.create(`${root}/q/item-`, `${producer}:${i}`, CreateMode.PERSISTENT_SEQUENTIAL);
      }
    }));
    const consume = async () => {
      const session = await open();
      const items = [];
      for (let item; (item = await recipes.take(session, `${root}/q`)); ) items.push(item);
      items.forEach((item, i) => assert.ok(i === 0 || items[i - 1].sequence < item.sequence));
      return items;
    };
    const all = (await Promise.all([consume(), consume(), consume()])).flat();
    all.sort((x, y) => x.sequence - y.sequence);
    assert.strictEqual(new Set(all.map((item) => item.data)).size, 60);
    assert.strictEqual(all.length, 60);
    for (const producer of ['0', '1']) {
      const own = all.filter((item) => item.data.startsWith(`${producer}:`));
      assert.deepStrictEqual(own.map((item) => Number(item.data.slice(2))), [...Array(30).keys()]);
    }
  },

  async aCounterLosesNoIncrement({ a, open, root }) {
    await a.create(`${root}/counter`, '0');
    await Promise.all([1, 2, 3, 4].map(async () => {
      const session = await open();
      for (let i = 0; i < 50; i++) await recipes.increment(session, `${root}/counter`);
    }));
    const { data, stat } = await a.get(`${root}/counter`);
    assert.deepStrictEqual([data, stat.version], ['200', 200]);
  },

  async theNextInOrderLeadsWhenTheLeaderLeaves({ a, open, root }) {
    const led = [];
    const elected = ['first', 'second', 'third'].map((name) => signal(`${name} leads`));
    const sessions = [];
    for (const [i, name] of ['first', 'second', 'third'].entries()) {
      const session = await open();
      sessions.push(session);
      recipes.lock(session, root).then(() => {
        led.push(name);
        elected[i].resolve();
      }, () => {});
      await a.childrenUntil(root, (names) => names.length === i + 1);
    }
    for (const [i, session] of sessions.entries()) {
      await elected[i].wait();
      assert.deepStrictEqual(led, ['first', 'second', 'third'].slice(0, i + 1));
      await session.close();
    }
  },

  async servicesAreSeenToComeAndGo({ a, open, root }) {
    const directory = `${root}/services`;
    await a.create(directory);
    const seen = async (expected) => {
      const wanted = JSON.stringify(expected);
      await a.childrenUntil(directory, (names) => JSON.stringify(names) === wanted);
    };
    const register = async (name) => {
      const instance = await open();
      await instance.create(`${directory}/${name}`, `10.0.0.1:${name}`, CreateMode.EPHEMERAL);
      return instance;
    };
    const red = await register('red');
    await seen(['red']);
    const blue = await register('blue');
    await seen(['blue', 'red']);
    await red.close();
    await seen(['blue']);
    assert.strictEqual((await a.get(`${directory}/blue`)).data, '10.0.0.1:blue');
    await register('green');
    await blue.close();
    await seen(['green']);
  },

  async aTransactionIsDoneAsAWhole({ a, b, root }) {
    await a.create(`${root}/n`, 'old');
    await a.create(`${root}/dead`);
    const event = signal('data change by transaction');
    await b.get(`${root}/n`, event.resolve);
    const { error, results } = await a.transaction()
      .check(`${root}/n`)
      .create(`${root}/new`, Buffer.from('born'))
      .create(`${root}/new/s-`, Buffer.from(''), CreateMode.PERSISTENT_SEQUENTIAL)
      .setData(`${root}/n`, Buffer.from('changed'))
      .remove(`${root}/dead`)
      .run();
    assert.ok(!error, String(error));
    assert.strictEqual(results[2].path, `${root}/new/s-0000000000`);
    await event.wait();
    const [n, born] = [await b.get(`${root}/n`), await b.get(`${root}/new`)];
    assert.deepStrictEqual([n.data, born.data], ['changed', 'born']);
    assert.deepStrictEqual(n.stat.mzxid, born.stat.czxid);
    assert.strictEqual(await b.exists(`${root}/dead`), undefined);
  },

  async aTransactionThatFailsDoesNothing({ a, b, root }) {
    await a.create(`${root}/n`, 'old');
    const { error, results } = await a.transaction()
      .create(`${root}/new`, Buffer.from('x'))
      .setData(`${root}/n`, Buffer.from('x'))
      .setData(`${root}/n`, Buffer.from('y'), 7)
      .remove(`${root}/n`)
      .run();
    assert.strictEqual(error.code, zookeeper.Exception.BAD_VERSION);
    assert.deepStrictEqual(results.map((result) => result.err), [0, 0, -103, -2]);
    assert.deepStrictEqual(await b.children(root), ['n']);
    const { data, stat } = await b.get(`${root}/n`);
    assert.deepStrictEqual([data, stat.version], ['old', 0]);
  },
};

/** Runs one scenario with two sessions, a directory of its own, and no trace in the next one. */
async function play(name) {
  const sessions = [];
  const open = async (options) => {
    const session = await Session.open(server, options);
    sessions.push(session);
    return session;
  };
  try {
    const [a, b] = [await open(), await open()];
    const root = await a.create('/node-', name, CreateMode.PERSISTENT_SEQUENTIAL);
    await scenarios[name]({ a, b, open, root });
  } finally {
    await Promise.allSettled(sessions.map((session) => session.close()));
  }
}

async function main() {
  let failures = 0;
  for (const name of Object.keys(scenarios)) {
    try {
      await within(SCENARIO_MS, name, play(name));
      console.log(`ok ${name}`);
    } catch (error) {
      failures++;
      console.log(`FAILED ${name} ${String((error && error.stack) || error).replace(/\s+/g, ' ')}`);
    }
  }
  // A failed scenario may leave clients that would connect for ever.
  process.exit(failures === 0 && Object.keys(scenarios).length > 0 ? 0 : 1);
}

if (!server || !/^.+:\d+$/.test(server)) {
  console.error('usage: node acceptance.js HOST:PORT');
  process.exit(2);
}
main();
