package io.tapio.tree;

/** Where the znodes of a snapshot go, parents before children. */
@FunctionalInterface
public interface NodeSink {
    /** The image is filled again for the next znode once this returns. */
    void node(NodeImage image);
}
