package io.tapio.processes;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.testkit.Octets;
import io.tapio.testkit.RawAcl;
import io.tapio.testkit.RawClient;
import io.tapio.testkit.RawRequest;
import java.net.InetSocketAddress;
import java.util.ArrayList;

/** Many znodes at once, each by a write of its own. */
final class Forest {
    private static final int AT_ONCE = 1_000;
    private static final int PER_PARENT = 1_000;
    private static final Octets DATA = Octets.text("x".repeat(100));

    private Forest() {}

    /** Creates so many znodes below a new one. */
    static void plant(InetSocketAddress member, String root, int count) {
        try (var client = RawClient.connect(member)) {
            assertThat(client.create(root, "").ok()).isTrue();
            for (int done = 0; done < count; done += AT_ONCE) {
                var batch = new ArrayList<RawRequest>();
                for (int i = done; i < Math.min(count, done + AT_ONCE); i++) {
                    var path = root + "/" + i / PER_PARENT + (i % PER_PARENT == 0 ? "" : "/" + i);
                    batch.add(RawRequest.create(path, DATA, RawAcl.OPEN, 0));
                }
                assertThat(client.pipeline(batch)).allMatch(reply -> reply.ok());
                client.takeTranscript();
            }
            client.closeSession();
        }
    }
}
