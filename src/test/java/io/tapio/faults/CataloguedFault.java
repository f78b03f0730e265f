package io.tapio.faults;

import java.util.Optional;

/**
 * A fault, and what is expected of the server then.
 *
 * @param but what the tests of a covered fault leave out
 * @param open why no test brings it about
 */
record CataloguedFault(
        String id,
        String chapter,
        String scenario,
        String expectation,
        Optional<String> but,
        Optional<String> open) {}
