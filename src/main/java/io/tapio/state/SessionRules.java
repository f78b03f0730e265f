package io.tapio.state;

/**
 * What kinds of session a member gives besides those that the whole ensemble knows.
 *
 * @param local new sessions are known to their member alone, and cost no entry
 * @param upgrading a local session that wants an ephemeral becomes one of the ensemble's
 * @param readOnly while there is no leader, clients that ask for no more may read
 */
public record SessionRules(boolean local, boolean upgrading, boolean readOnly) {
    /** Every session is the ensemble's, and without a leader nobody is served. */
    public static final SessionRules GLOBAL = new SessionRules(false, false, false);
}
