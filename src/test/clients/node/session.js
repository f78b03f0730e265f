'use strict';

// One ZooKeeper session with promises instead of callbacks, and the few waits the scenarios need.

const zookeeper = require('node-zookeeper-client');

const { Exception, CreateMode, Event } = zookeeper;

/** Fails after `ms`, so that a scenario which waits for something that never comes is named. */
function within(ms, what, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: not within ${ms} ms`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** A promise with its own `resolve`, and `wait`, which gives up after ten seconds. */
function signal(what) {
  let resolve;
  const promise = new Promise((done) => {
    resolve = done;
  });
  return { resolve, wait: () => within(10000, what, promise) };
}

class Session {
  constructor(client) {
    this.client = client;
  }

  static async open(server, options = {}) {
    const client = zookeeper.createClient(server, {
      sessionTimeout: options.timeoutMs || 10000,
      spinDelay: 20,
    });
    const connected = new Promise((resolve) => client.once('connected', resolve));
    client.connect();
    await within(10000, 'connect', connected);
    return new Session(client);
  }

  call(method, ...args) {
    return new Promise((resolve, reject) => {
      this.client[method](...args, (error, ...results) =>
        error ? reject(error) : resolve(results.length > 1 ? results : results[0]));
    });
  }

  create(path, data = '', mode = CreateMode.PERSISTENT, acls = zookeeper.ACL.OPEN_ACL_UNSAFE) {
    return this.call('create', path, Buffer.from(data), acls, mode);
  }

  async get(path, watcher) {
    const [data, stat] = await this.call('getData', path, ...(watcher ? [watcher] : []));
    return { data: data ? data.toString() : null, stat };
  }

  set(path, data, version = -1) {
    return this.call('setData', path, Buffer.from(data), version);
  }

  remove(path, version = -1) {
    return this.call('remove', path, version);
  }

  /** The node's stat, or undefined when there is no node. */
  async exists(path, watcher) {
    return (await this.call('exists', path, ...(watcher ? [watcher] : []))) || undefined;
  }

  /** The children's names, sorted. */
  async children(path, watcher) {
    const [names] = await this.call('getChildren', path, ...(watcher ? [watcher] : []));
    return names.sort();
  }

  /** Resolves when `path` is gone: at once, or with the event that says so. */
  async gone(path) {
    for (;;) {
      const change = signal(`${path} is deleted`);
      if (!(await this.exists(path, change.resolve))) return;
      await change.wait();
    }
  }

  /** Resolves when `path` is there: at once, or with the event that says so. */
  async present(path) {
    for (;;) {
      const change = signal(`${path} is created`);
      if (await this.exists(path, change.resolve)) return;
      await change.wait();
    }
  }

  /** Watches the children of `path` until they are as `accept` wants them. */
  async childrenUntil(path, accept) {
    for (;;) {
      const change = signal(`children of ${path} change`);
      const names = await this.children(path, change.resolve);
      if (accept(names)) return names;
      await change.wait();
    }
  }

  login(scheme, credential) {
    this.client.addAuthInfo(scheme, Buffer.from(credential));
  }

  transaction() {
    const transaction = this.client.transaction();
    const commit = transaction.commit.bind(transaction);
    transaction.run = () =>
      new Promise((resolve) => commit((error, results) => resolve({ error, results })));
    return transaction;
  }

  id() {
    return this.client.getSessionId().toString('hex');
  }

  /** Cuts the socket; the client library connects again by itself and keeps its session. */
  async loseConnection() {
    const back = new Promise((resolve) => this.client.once('connected', resolve));
    this.client.connectionManager.socket.destroy();
    await within(10000, 'reconnect', back);
  }

  /** Ends the session and waits until the server has closed the connection. */
  async close() {
    if (this.closed) return;
    this.closed = true;
    const closed = new Promise((resolve) => this.client.once('disconnected', resolve));
    this.client.close();
    await within(10000, 'close', closed);
  }
}

/** Runs `action`, which must be refused with the error of that name. */
async function refused(name, action) {
  try {
    await action();
  } catch (error) {
    if (error.code === Exception[name]) return;
    throw new Error(`expected ${name}, got ${error}`);
  }
  throw new Error(`expected ${name}, but it was done`);
}

module.exports = { Session, Exception, CreateMode, Event, signal, within, refused, zookeeper };
