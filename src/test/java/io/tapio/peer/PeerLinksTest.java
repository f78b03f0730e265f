package io.tapio.peer;

/** The usual way keeps what every way promises. */
final class PeerLinksTest extends PeerTransportContract {
    @Override
    PeerRig rig() {
        return new LinksRig(3);
    }
}
