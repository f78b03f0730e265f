package io.tapio.state;

import io.tapio.auth.AclCheck;
import io.tapio.auth.AuthSchemes;

/** Who may do what: the check of access lists, and the schemes that ids belong to. */
public record Access(AclCheck acls, AuthSchemes schemes) {}
