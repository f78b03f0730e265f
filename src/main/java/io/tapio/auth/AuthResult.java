package io.tapio.auth;

import java.util.List;

/** What an auth packet leads to. */
public sealed interface AuthResult {

    /** Proven: the connection is these too, from its next request on. */
    record Added(List<Identity> identities) implements AuthResult {}

    /** Fine, but the connection is nobody new by it. */
    record NothingToAdd() implements AuthResult {}

    /** Reply AUTH_FAILED, then close. */
    record Failed() implements AuthResult {}

    /** The client talks to the wrong ensemble: close without a word. */
    record CloseSilently() implements AuthResult {}
}
