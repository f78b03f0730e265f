package io.tapio.state;

import io.tapio.model.DigestMark;
import io.tapio.model.Entries;

/**
 * Judged and numbered writes on their way to the log, with the digest of what is applied so far.
 */
public record Proposal(Entries entries, DigestMark mark) {}
