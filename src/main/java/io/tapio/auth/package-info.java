/**
 * Who is asking, and what they may do.
 *
 * <p>A connection's {@link io.tapio.auth.Requester} gathers identities as the client proves them
 * through {@link io.tapio.auth.AuthSchemes}; {@link io.tapio.auth.AclCheck} holds them against a
 * znode's access list. Nothing here knows a connection or a tree.
 */
@NullMarked
package io.tapio.auth;

import org.jspecify.annotations.NullMarked;
