package io.tapio.state;

import io.tapio.model.ServerId;

/** An errand and the member it is for. */
public record Posted(ServerId to, Errand errand) {}
