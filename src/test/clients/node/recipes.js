'use strict';

// The recipes of the ZooKeeper documentation, as a Node program would write them.

const { CreateMode, Exception } = require('./session');

const sequence = (name) => Number(name.slice(-10));
const inOrder = (names) => [...names].sort((a, b) => sequence(a) - sequence(b));
const lastPart = (path) => path.slice(path.lastIndexOf('/') + 1);

/** Queues behind every node in `directory` that `blocks` names, and resolves when it is our turn. */
async function turn(session, directory, prefix, blocks) {
  const path = await session.create(`${directory}/${prefix}`, '', CreateMode.EPHEMERAL_SEQUENTIAL);
  const mine = lastPart(path);
  for (;;) {
    const before = inOrder(await session.children(directory))
      .filter((name) => sequence(name) < sequence(mine) && blocks(name));
    if (before.length === 0) return path;
    await session.gone(`${directory}/${before[before.length - 1]}`);
  }
}

const lock = (session, directory) => turn(session, directory, 'lock-', () => true);
const writeLock = (session, directory) => turn(session, directory, 'write-', () => true);
const readLock = (session, directory) =>
  turn(session, directory, 'read-', (name) => name.startsWith('write-'));

/** Takes the first item that no other consumer takes before us; undefined when there is none. */
async function take(session, directory) {
  for (;;) {
    const names = inOrder(await session.children(directory));
    if (names.length === 0) return undefined;
    for (const name of names) {
      const path = `${directory}/${name}`;
      try {
        const { data } = await session.get(path);
        await session.remove(path);
        return { data, sequence: sequence(name) };
      } catch (error) {
        if (error.code !== Exception.NO_NODE) throw error;
      }
    }
  }
}

/** Adds one by compare and set, however often others get in between. Returns the number of losses. */
async function increment(session, path) {
  for (let losses = 0; ; losses++) {
    const { data, stat } = await session.get(path);
    try {
      await session.set(path, String(Number(data) + 1), stat.version);
      return losses;
    } catch (error) {
      if (error.code !== Exception.BAD_VERSION) throw error;
    }
  }
}

module.exports = { lock, readLock, writeLock, take, increment, inOrder, lastPart };
