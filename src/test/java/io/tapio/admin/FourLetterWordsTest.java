package io.tapio.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.front.FrontSettings;
import io.tapio.front.Lobby;
import io.tapio.model.Bytes;
import io.tapio.replica.Replica;
import io.tapio.session.ClientLink;
import io.tapio.session.FrontDoor;
import io.tapio.session.SessionFigures;
import io.tapio.session.TextLink;
import io.tapio.watch.WatchManager;
import io.tapio.watch.WatchTable;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What does not depend on a server that serves; the rest is compared with Apache ZooKeeper. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class FourLetterWordsTest {
    private static final Path NOWHERE = Path.of("nowhere");
    private static final AdminSettings SETTINGS =
            new AdminSettings(
                    "3.9.5-tapio",
                    word -> !word.equals("srst"),
                    new Configured(
                            0, NOWHERE, NOWHERE, 2000, 60, 4000, 40_000, -1, Optional.empty()),
                    new Properties(),
                    10_000,
                    1 << 20);

    private static ActorTestKit kit;

    private TestProbe<Replica.Command> replica;
    private TestProbe<WatchManager.Command> watches;
    private ActorRef<FourLetterWords.Command> words;

    @BeforeAll
    static void start() {
        kit = ActorTestKit.create();
    }

    @AfterAll
    static void stop() {
        kit.shutdownTestKit();
    }

    @BeforeEach
    void open() {
        replica = kit.createTestProbe();
        watches = kit.createTestProbe();
        var rooms =
                new FourLetterWords.Rooms(
                        replica.getRef(),
                        watches.getRef(),
                        kit.system().ignoreRef(),
                        kit.system().ignoreRef(),
                        new Lobby(FrontSettings.defaults(), new ClosedDoor()),
                        new SessionFigures(),
                        new ProposalSizes(),
                        InstantSource.system(),
                        () -> 0);
        words = kit.spawn(FourLetterWords.create(SETTINGS, rooms));
    }

    /** Nobody comes this way. */
    private static final class ClosedDoor implements FrontDoor {
        @Override
        public void connect(ClientLink link, Bytes connectRequest) {}

        @Override
        public void word(TextLink link, String word, Bytes extra) {}
    }

    /** Completes with the text when it is closed. */
    private static final class Heard implements TextLink {
        private final StringBuffer text = new StringBuffer();
        private final CompletableFuture<String> all = new CompletableFuture<>();

        @Override
        public InetSocketAddress remote() {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        }

        @Override
        public void write(Bytes bytes) {
            text.append(bytes);
        }

        @Override
        public void close() {
            all.complete(text.toString());
        }

        String text() {
            return all.orTimeout(10, TimeUnit.SECONDS).join();
        }
    }

    private Heard ask(String word) {
        var link = new Heard();
        words.tell(new FourLetterWords.Ask(link, word, Bytes.EMPTY));
        return link;
    }

    @ParameterizedTest
    @CsvSource({"ruok,imok", "isro,null", "gtmk,306"})
    void some_words_are_answered_by_a_server_that_does_not_serve(String word, String answer) {
        assertThat(ask(word).text()).isEqualTo(answer);
    }

    @Test
    void the_environment_is_told_by_a_server_that_does_not_serve() {
        assertThat(ask("envi").text()).startsWith("Environment:\nzookeeper.version=3.9.5-tapio\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "srvr", "stat", "conf", "cons", "crst", "dirs", "dump", "hash", "mntr", "wchs",
                "wchc", "wchp"
            })
    void other_words_have_to_wait_until_it_serves(String word) {
        assertThat(ask(word).text())
                .isEqualTo("This ZooKeeper instance is not currently serving requests\n");
        replica.expectNoMessage(Duration.ZERO);
    }

    @Test
    void a_server_that_stops_serves_no_more() {
        words.tell(new FourLetterWords.Serve(true));
        assertThat(ask("isro").text()).isEqualTo("rw");
        words.tell(new FourLetterWords.Serve(false));
        assertThat(ask("isro").text()).isEqualTo("null");
    }

    @Test
    void a_server_without_a_quorum_may_be_read_only() {
        words.tell(new FourLetterWords.RoleChanged(Role.READ_ONLY, 0));
        words.tell(new FourLetterWords.Serve(true));
        assertThat(ask("isro").text()).isEqualTo("ro");
        words.tell(new FourLetterWords.RoleChanged(Role.FOLLOWER, 1));
        assertThat(ask("isro").text()).isEqualTo("rw");
    }

    @Test
    void a_leader_without_clients_tells_what_it_is_and_attracts_none() {
        words.tell(new FourLetterWords.RoleChanged(Role.LEADER, 1));
        words.tell(new FourLetterWords.LeadOnly());
        assertThat(ask("isro").text()).isEqualTo("null");
        var unused = ask("srvr");
        replica.expectMessageClass(Replica.Inspect.class);
    }

    @Test
    void a_word_that_is_not_allowed_is_named() {
        assertThat(ask("srst").text())
                .isEqualTo("srst is not executed because it is not in the whitelist.\n");
    }

    @Test
    void facts_are_read_in_the_turn_of_their_owner() {
        words.tell(new FourLetterWords.Serve(true));
        Heard heard = ask("wchs");
        watches.expectMessageClass(WatchManager.Inspect.class).view().accept(new WatchTable<>());

        assertThat(heard.text()).isEqualTo("0 connections watching 0 paths\nTotal watches:0\n");
    }

    @Test
    @SuppressWarnings("NullAway") // to make the reading fail
    void a_failure_closes_the_link_and_spares_the_owner_and_those_who_ask_later() {
        words.tell(new FourLetterWords.Serve(true));
        Heard heard = ask("wchs");
        watches.expectMessageClass(WatchManager.Inspect.class).view().accept(null);

        assertThat(heard.text()).isEmpty();
        assertThat(ask("ruok").text()).isEqualTo("imok");
    }
}
