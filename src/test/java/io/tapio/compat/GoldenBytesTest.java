package io.tapio.compat;

import io.tapio.faults.Fault;
import io.tapio.testkit.ServerUnderTest;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Examples of the protocol, byte for byte; in an ensemble they are held with a follower. */
@ParameterizedClass(name = "{0}")
@EnumSource
final class GoldenBytesTest {
    private static final String OPEN_ACL =
            "00000001 0000001f 00000005 776f726c64 00000006 616e796f6e65";
    private static final String DEMO = "00000005 2f64656d6f";
    private static final String DEMO_A = "00000007 2f64656d6f2f61";
    private static final String OP = "00 ffffffff";
    private static final String OK = "00 00000000";
    private static final String END = "ffffffff 01 ffffffff";

    private static final String CONNECT =
            "0000002d 00000000 0000000000000000 00007530 0000000000000000"
                    + "00000010 00000000000000000000000000000000 00";
    private static final String WELCOME = "00000025 00000000 00007530 <id> 00000010 <pw> 00";
    private static final String REFUSAL =
            "00000025 00000000 00000000 0000000000000000"
                    + "00000010 00000000000000000000000000000000 00";

    private static ServerUnderTest server;

    @Parameter private Setting setting;

    @BeforeParameterizedClassInvocation
    static void start(Setting setting, @TempDir Path dir) {
        server = setting.start(dir);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        if (server != null) server.close();
    }

    @Test
    void aWholeSession() {
        try (GoldenConversation talk = new GoldenConversation(server.address())) {
            talk.say(CONNECT).hear(WELCOME);
            talk.say("00000008 fffffffe 0000000b").hear("00000010 fffffffe <z1> 00000000");
            createNodes(talk);
            watchThem(talk);
            runMultis(talk);
            failToDelete(talk);
            logIn(talk);
            watchAndSync(talk);
            sayGoodbye(talk);
        }
    }

    private static void createNodes(GoldenConversation talk) {
        talk.say(
                        "00000039 00000001 00000001"
                                + DEMO
                                + "00000005 68656c6c6f"
                                + OPEN_ACL
                                + "00000000")
                .hear("00000019 00000001 <z2> 00000000" + DEMO);
        talk.say(
                        "00000037 00000002 0000000f 00000008 2f64656d6f2f732d 00000000"
                                + OPEN_ACL
                                + "00000003")
                .hear(
                        "0000006a 00000002 <z3> 00000000"
                                + "00000012 2f64656d6f2f732d30303030303030303030"
                                + "<z3> <z3> <time> <time> 00000000 00000000 00000000 <id>"
                                + "00000000 00000000 <z3>");
    }

    private static void watchThem(GoldenConversation talk) {
        talk.say("00000012 00000004 00000003 00000005 2f6e6f6e65 01")
                .hear("00000010 00000004 <z3> ffffff9b");
        talk.say("00000012 00000005 00000004" + DEMO + "01")
                .hear(
                        "0000005d 00000005 <z3> 00000000 00000005 68656c6c6f"
                                + "<z2> <z2> <time> <time> 00000000 00000001 00000000"
                                + "0000000000000000 00000005 00000001 <z3>");
        talk.say("0000001e 00000006 00000005" + DEMO + "00000005 776f726c64 00000000")
                .hear("00000021 ffffffff <z4> 00000000 00000003 00000003" + DEMO)
                .hear(
                        "00000054 00000006 <z4> 00000000"
                                + "<z2> <z4> <time> <time> 00000001 00000001 00000000"
                                + "0000000000000000 00000005 00000001 <z3>");
    }

    private static void runMultis(GoldenConversation talk) {
        String createA = "00000001" + OP + DEMO_A + "00000001 78" + OPEN_ACL + "00000000";
        talk.say(
                        "00000077 00000007 0000000e"
                                + createA
                                + ("0000000d" + OP + DEMO + "00000063")
                                + ("00000002" + OP + "00000007 2f64656d6f2f78 ffffffff")
                                + END)
                .hear(
                        "00000040 00000007 <z5> 00000000"
                                + "ffffffff 00 00000000 00000000"
                                + "ffffffff 00 ffffff99 ffffff99"
                                + "ffffffff 00 fffffffe fffffffe"
                                + END);
        talk.say(
                        "00000096 00000008 0000000e"
                                + createA
                                + ("00000005" + OP + DEMO_A + "00000001 79 00000000")
                                + ("0000000d" + OP + DEMO_A + "00000001")
                                + ("00000002" + OP + DEMO_A + "ffffffff")
                                + END)
                .hear(
                        "0000008c 00000008 <z6> 00000000"
                                + ("00000001" + OK + DEMO_A)
                                + ("00000005" + OK + "<z6> <z6> <time> <time>")
                                + "00000001 00000000 00000000 0000000000000000"
                                + "00000001 00000000 <z6>"
                                + ("0000000d" + OK + "00000002" + OK + END));
        talk.say(
                        "00000037 00000009 00000016"
                                + ("00000004" + OP + DEMO + "00")
                                + ("00000008" + OP + "00000005 2f6e6f7065 00")
                                + END)
                .hear(
                        "0000007c 00000009 <z6> 00000000"
                                + ("00000004" + OK + "00000005 776f726c64")
                                + "<z2> <z4> <time> <time> 00000001 00000003 00000000"
                                + "0000000000000000 00000005 00000001 <z6>"
                                + ("ffffffff 00 ffffff9b ffffff9b" + END));
    }

    /** A write that fails takes a zxid all the same. */
    private static void failToDelete(GoldenConversation talk) {
        talk.say("00000015 0000000a 00000002 00000005 2f6e6f7065 ffffffff")
                .hear("00000010 0000000a <z7> ffffff9b");
    }

    private static void logIn(GoldenConversation talk) {
        talk.say("0000001d fffffffc 00000064 00000000 00000006 646967657374 00000003 753a70")
                .hear("00000010 fffffffc 0000000000000000 00000000");
        talk.say("00000008 0000000b 0000006b")
                .hear(
                        "00000036 0000000b <z7> 00000000 00000002"
                                + "00000002 6970 00000009 3132372e302e302e31"
                                + "00000006 646967657374 00000001 75");
    }

    private static void watchAndSync(GoldenConversation talk) {
        talk.say("00000015 0000000c 0000006a" + DEMO + "00000001")
                .hear("00000014 0000000c <z7> 00000000 00000000");
        talk.say("0000000d 0000000d 00000009 00000001 2f")
                .hear("00000015 0000000d <z7> 00000000 00000001 2f");
        talk.say(
                        "0000002d fffffff8 00000069 0000000000000000 00000001"
                                + DEMO
                                + "00000000 00000000 00000000 00000000")
                .hear("00000021 ffffffff ffffffffffffffff 00000000 00000003 00000003" + DEMO)
                .hear("00000010 fffffff8 <z7> 00000000");
    }

    /** The ephemeral node goes first, under the eyes of the recursive watch. */
    private static void sayGoodbye(GoldenConversation talk) {
        talk.say("00000008 0000000f fffffff5")
                .hear(
                        "0000002e ffffffff <z8> 00000000 00000002 00000003"
                                + "00000012 2f64656d6f2f732d30303030303030303030")
                .hear("00000010 0000000f <z8> 00000000")
                .hearTheEnd();
    }

    @Test
    void anOldClientHearsNothingOfReadOnlyServers() {
        try (GoldenConversation talk = new GoldenConversation(server.address())) {
            talk.say(CONNECT.replaceFirst("2d", "2c").replaceFirst(" 00$", ""))
                    .hear("00000024 00000000 00007530 <id> 00000010 <pw>");
        }
    }

    @Test
    void anUnknownSessionIsRefusedAndTheConnectionClosed() {
        try (GoldenConversation talk = new GoldenConversation(server.address())) {
            talk.say(CONNECT.replaceFirst("30 0000000000000000", "30 0000000000000123"))
                    .hear(REFUSAL)
                    .hearTheEnd();
        }
    }

    @Test
    void aBodyThatDoesNotDecodeIsAnsweredAndTheConnectionLives() {
        try (GoldenConversation talk = new GoldenConversation(server.address())) {
            talk.say(CONNECT).hear(WELCOME);
            talk.say("0000000c 00000001 00000004 00000009").hear("00000010 00000001 <z1> fffffffb");
            talk.say("00000008 fffffffe 0000000b").hear("00000010 fffffffe <z1> 00000000");
        }
    }

    @Test
    @Fault("F98")
    void anUnknownOperationIsAnsweredAndTheConnectionClosed() {
        try (GoldenConversation talk = new GoldenConversation(server.address())) {
            talk.say(CONNECT).hear(WELCOME);
            talk.say("00000008 00000001 00000063")
                    .hear("00000010 00000001 ffffffffffffffff fffffffa")
                    .hearTheEnd();
        }
    }

    @Test
    void bytesBehindARequestAreIgnored() {
        try (GoldenConversation talk = new GoldenConversation(server.address())) {
            talk.say(CONNECT.replaceFirst("2d", "2f") + "abcd").hear(WELCOME);
            talk.say("00000014 00000001 00000003 00000005 2f6e6f6e65 00 abcd")
                    .hear("00000010 00000001 <z1> ffffff9b");
        }
    }

    @Test
    void requestsAreTakenBeforeTheWelcome() {
        try (GoldenConversation talk = new GoldenConversation(server.address())) {
            talk.say(CONNECT + "00000008 fffffffe 0000000b")
                    .hear(WELCOME)
                    .hear("00000010 fffffffe <z1> 00000000");
        }
    }
}
