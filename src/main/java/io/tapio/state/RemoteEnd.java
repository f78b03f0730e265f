package io.tapio.state;

import io.tapio.model.ServerId;

/** Where a conversation goes on that is held with another member. */
record RemoteEnd(ServerId member, long number) {}
