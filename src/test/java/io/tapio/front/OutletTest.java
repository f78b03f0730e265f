package io.tapio.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.loop.LoopCounts;
import io.tapio.model.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutletTest {
    private final Outlet outlet = new Outlet();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whatGoesInComesOutInItsOrder(long seed) throws IOException {
        var random = new Random(seed);
        var expected = new ByteArrayOutputStream();
        for (int i = 0; i < 300; i++) {
            byte[] array = new byte[1 + random.nextInt(random.nextBoolean() ? 100 : 3_000)];
            random.nextBytes(array);
            int from = random.nextInt(array.length);
            int count = random.nextInt(array.length - from + 1);
            outlet.add(Bytes.wrap(array, from, count));
            expected.write(array, from, count);
        }

        assertThat(outlet.bytes()).isEqualTo(expected.size());
        assertThat(flushed()).isEqualTo(expected.toByteArray());
        assertThat(outlet.isEmpty()).isTrue();
    }

    @Test
    void aSmallPartOfALargeArrayDoesNotKeepItAlive() throws IOException {
        byte[] large = new byte[100_000];
        outlet.add(Bytes.wrap(large, 50_000, 20));

        Arrays.fill(large, (byte) 1); // would show if the array were still in use

        assertThat(flushed()).isEqualTo(new byte[20]);
    }

    @Test
    void smallRunsBehindOthersAreKeptTogether() throws IOException {
        outlet.add(Bytes.wrap(new byte[20]));
        byte[] second = new byte[160];
        outlet.add(Bytes.wrap(second, 0, 20));

        Arrays.fill(second, (byte) 1);

        assertThat(flushed()).isEqualTo(new byte[40]);
    }

    private byte[] flushed() throws IOException {
        try (var port = ServerSocketChannel.open()) {
            port.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            try (var sender = SocketChannel.open(port.getLocalAddress());
                    var receiver = port.accept()) {
                var sent = ByteBuffer.allocate((int) outlet.bytes());
                var buffer = ByteBuffer.allocate(8 * 1024);
                while (!outlet.isEmpty()) {
                    outlet.flush(sender, buffer, new LoopCounts());
                    while (sent.position() < sent.capacity() - outlet.bytes()) receiver.read(sent);
                }
                return sent.array();
            }
        }
    }
}
