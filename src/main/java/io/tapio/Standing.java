package io.tapio;

import io.tapio.admin.Role;

/**
 * What a server is for its clients.
 *
 * @param leader the number of the member that leads; 0 if there is none
 */
public record Standing(Role role, int leader) {}
