package io.tapio.txn;

import io.tapio.model.Acl;
import io.tapio.model.Bytes;
import io.tapio.model.KeeperError;
import java.util.List;

/** One decided change of the replicated state, in the past tense. */
public sealed interface Txn {

    /**
     * A znode came into being. {@code path} has its sequence number; {@code owner} is the stored
     * ephemeralOwner (0, a session, the container mark or a TTL mark); {@code parentCversion} is
     * the number of children ever created under the parent, this one included.
     */
    record NodeCreated(Bytes path, Bytes data, Acl acl, long owner, int parentCversion)
            implements Txn {}

    record NodeDeleted(Bytes path) implements Txn {}

    /** {@code version} is the version after the change. */
    record DataSet(Bytes path, Bytes data, int version) implements Txn {}

    /** {@code aversion} is the version of the access list after the change. */
    record AclSet(Bytes path, Acl acl, int aversion) implements Txn {}

    /** A version check that held; changes nothing. */
    record VersionChecked(Bytes path) implements Txn {}

    record SessionCreated(int timeoutMs) implements Txn {}

    /** The session of the header ended; {@code ephemerals} are all the znodes that go with it. */
    record SessionClosed(List<Bytes> ephemerals) implements Txn {}

    /** The write was refused; it changes nothing but took its place in the order. */
    record Refused(KeeperError error) implements Txn {}

    /**
     * All of a multi, or nothing: if any part is {@link Refused}, nothing is applied. {@code
     * opCode} of each part is the one the client sent.
     */
    record Multi(List<Part> parts) implements Txn {
        /** Whether some part was refused, so that the whole changes nothing. */
        public boolean failed() {
            for (Part part : parts) {
                if (part.txn() instanceof Refused) return true;
            }
            return false;
        }
    }

    /** One step of a multi and the opcode that asked for it. */
    record Part(int opCode, Txn txn) {}
}
