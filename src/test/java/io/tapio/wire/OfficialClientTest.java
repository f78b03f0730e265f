package io.tapio.wire;

import static io.tapio.wire.Hex.written;
import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.faults.Fault;
import io.tapio.jute.JuteReader;
import io.tapio.jute.JuteWriter;
import io.tapio.model.Acl;
import io.tapio.model.AclEntry;
import io.tapio.model.Bytes;
import io.tapio.model.EventType;
import io.tapio.model.KeeperError;
import io.tapio.model.SessionId;
import io.tapio.model.Stat;
import io.tapio.model.Zxid;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.jute.BinaryInputArchive;
import org.apache.jute.BinaryOutputArchive;
import org.apache.jute.Record;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.MultiOperationRecord;
import org.apache.zookeeper.MultiResponse;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.proto.AddWatchRequest;
import org.apache.zookeeper.proto.AuthPacket;
import org.apache.zookeeper.proto.CheckWatchesRequest;
import org.apache.zookeeper.proto.Create2Response;
import org.apache.zookeeper.proto.CreateRequest;
import org.apache.zookeeper.proto.CreateTTLRequest;
import org.apache.zookeeper.proto.DeleteRequest;
import org.apache.zookeeper.proto.ExistsRequest;
import org.apache.zookeeper.proto.GetACLRequest;
import org.apache.zookeeper.proto.GetACLResponse;
import org.apache.zookeeper.proto.GetAllChildrenNumberRequest;
import org.apache.zookeeper.proto.GetChildren2Request;
import org.apache.zookeeper.proto.GetChildren2Response;
import org.apache.zookeeper.proto.GetChildrenRequest;
import org.apache.zookeeper.proto.GetDataRequest;
import org.apache.zookeeper.proto.GetEphemeralsRequest;
import org.apache.zookeeper.proto.GetSASLRequest;
import org.apache.zookeeper.proto.ReconfigRequest;
import org.apache.zookeeper.proto.RemoveWatchesRequest;
import org.apache.zookeeper.proto.ReplyHeader;
import org.apache.zookeeper.proto.SetACLRequest;
import org.apache.zookeeper.proto.SetDataRequest;
import org.apache.zookeeper.proto.SetWatches;
import org.apache.zookeeper.proto.SetWatches2;
import org.apache.zookeeper.proto.SyncRequest;
import org.apache.zookeeper.proto.WatcherEvent;
import org.apache.zookeeper.proto.WhoAmIResponse;
import org.junit.jupiter.api.Test;

/** The official client library reads what we write, and we read what it writes. */
@Fault("F104")
class OfficialClientTest {
    private static final Map<Integer, Supplier<Record>> RECORDS =
            Map.ofEntries(
                    Map.entry(OpCode.CREATE, CreateRequest::new),
                    Map.entry(OpCode.CREATE2, CreateRequest::new),
                    Map.entry(OpCode.CREATE_CONTAINER, CreateRequest::new),
                    Map.entry(OpCode.CREATE_TTL, CreateTTLRequest::new),
                    Map.entry(OpCode.DELETE, DeleteRequest::new),
                    Map.entry(OpCode.EXISTS, ExistsRequest::new),
                    Map.entry(OpCode.GET_DATA, GetDataRequest::new),
                    Map.entry(OpCode.SET_DATA, SetDataRequest::new),
                    Map.entry(OpCode.GET_ACL, GetACLRequest::new),
                    Map.entry(OpCode.SET_ACL, SetACLRequest::new),
                    Map.entry(OpCode.GET_CHILDREN, GetChildrenRequest::new),
                    Map.entry(OpCode.GET_CHILDREN2, GetChildren2Request::new),
                    Map.entry(OpCode.CHECK_WATCHES, CheckWatchesRequest::new),
                    Map.entry(OpCode.REMOVE_WATCHES, RemoveWatchesRequest::new),
                    Map.entry(OpCode.AUTH, AuthPacket::new),
                    Map.entry(OpCode.SASL, GetSASLRequest::new),
                    Map.entry(OpCode.SET_WATCHES2, SetWatches2::new),
                    Map.entry(OpCode.GET_ALL_CHILDREN_NUMBER, GetAllChildrenNumberRequest::new),
                    Map.entry(OpCode.ADD_WATCH, AddWatchRequest::new));

    private static final Stat STAT =
            new Stat(new Zxid(1), new Zxid(2), 3, 4, 5, 6, 7, 8, 9, 10, new Zxid(11));

    @Test
    void itReadsOurRequestsAndWritesThemAlike() throws IOException {
        var requests = new RandomRequests(new SplittableRandom(20_263));
        for (var each : RECORDS.entrySet()) {
            for (int i = 0; i < 200; i++) {
                Request request = requests.of(each.getKey());
                Bytes ours = written(out -> RequestCodec.write(request, out));
                Record theirs = each.getValue().get();
                theirs.deserialize(archive(ours), "request");

                assertThat(serialized(theirs)).isEqualTo(ours);
            }
        }
    }

    @Test
    void itsTextsThatAreNotThereAreAbsent() throws IOException {
        assertThat(read(OpCode.SYNC, new SyncRequest(null)))
                .isEqualTo(new Request.Sync(Bytes.ABSENT));
        assertThat(read(OpCode.GET_EPHEMERALS, new GetEphemeralsRequest("/a")))
                .isEqualTo(new Request.GetEphemerals(Bytes.utf8("/a")));
        assertThat(read(OpCode.RECONFIG, new ReconfigRequest("server.1=x", null, "", -1)))
                .isEqualTo(
                        new Request.Reconfig(
                                Bytes.utf8("server.1=x"), Bytes.ABSENT, Bytes.EMPTY, -1));
    }

    @Test
    void itsOlderSetWatchesHasThreeLists() throws IOException {
        var theirs = new SetWatches(7, List.of("/d"), List.of("/e"), List.of("/c"));

        assertThat(read(OpCode.SET_WATCHES, theirs))
                .isEqualTo(
                        new Request.SetWatches(
                                7,
                                List.of(Bytes.utf8("/d")),
                                List.of(Bytes.utf8("/e")),
                                List.of(Bytes.utf8("/c")),
                                List.of(),
                                List.of()));
    }

    @Test
    void itReadsOurSetWatchesAsTheOlderOne() throws IOException {
        var ours = (Request.SetWatches) new RandomRequests(new SplittableRandom(1)).of(101);
        var theirs = new SetWatches();
        theirs.deserialize(archive(written(out -> RequestCodec.write(ours, out))), "request");

        assertThat(theirs.getRelativeZxid()).isEqualTo(ours.relativeZxid());
        assertThat(theirs.getChildWatches())
                .isEqualTo(ours.child().stream().map(Bytes::toString).toList());
    }

    @Test
    void itsMultiIsOurMulti() throws IOException {
        var theirs =
                new MultiOperationRecord(
                        List.of(
                                Op.create(
                                        "/a",
                                        new byte[] {1},
                                        ZooDefs.Ids.READ_ACL_UNSAFE,
                                        CreateMode.EPHEMERAL),
                                Op.create(
                                        "/t",
                                        new byte[0],
                                        ZooDefs.Ids.OPEN_ACL_UNSAFE,
                                        CreateMode.PERSISTENT_WITH_TTL,
                                        500),
                                Op.create(
                                        "/c",
                                        null,
                                        ZooDefs.Ids.OPEN_ACL_UNSAFE,
                                        CreateMode.CONTAINER),
                                Op.setData("/a", new byte[] {2, 3}, 4),
                                Op.check("/a", 5),
                                Op.delete("/a", -1)));
        var ours =
                new Request.Multi(
                        List.of(
                                new Request.Op(
                                        1,
                                        new Request.Create(
                                                Bytes.utf8("/a"),
                                                Bytes.wrap(new byte[] {1}),
                                                Acl.READ_ONLY,
                                                1)),
                                new Request.Op(
                                        21,
                                        new Request.CreateTtl(
                                                Bytes.utf8("/t"), Bytes.EMPTY, Acl.OPEN, 5, 500)),
                                new Request.Op(
                                        19,
                                        new Request.Create(
                                                Bytes.utf8("/c"), Bytes.ABSENT, Acl.OPEN, 4)),
                                new Request.Op(
                                        5,
                                        new Request.SetData(
                                                Bytes.utf8("/a"),
                                                Bytes.wrap(new byte[] {2, 3}),
                                                4)),
                                new Request.Op(13, new Request.Check(Bytes.utf8("/a"), 5)),
                                new Request.Op(2, new Request.Delete(Bytes.utf8("/a"), -1))));

        assertThat(read(OpCode.MULTI, theirs)).isEqualTo(ours);
        assertThat(written(out -> RequestCodec.write(ours, out))).isEqualTo(serialized(theirs));
    }

    @Test
    void itsMultiReadIsOurMultiRead() throws IOException {
        var theirs = new MultiOperationRecord(List.of(Op.getData("/a"), Op.getChildren("/b")));
        var ours =
                new Request.MultiRead(
                        List.of(
                                new Request.GetData(Bytes.utf8("/a"), false),
                                new Request.GetChildren(Bytes.utf8("/b"), false)));

        assertThat(read(OpCode.MULTI_READ, theirs)).isEqualTo(ours);
        assertThat(written(out -> RequestCodec.write(ours, out))).isEqualTo(serialized(theirs));
    }

    @Test
    void itReadsOurResultsOfAMulti() throws IOException {
        var theirs = new MultiResponse();
        parse(
                theirs,
                out -> {
                    ReplyWriter.multiResultOk(out, OpCode.CREATE);
                    out.buffer(Bytes.utf8("/a"));
                    ReplyWriter.multiResultOk(out, OpCode.CREATE_TTL);
                    out.buffer(Bytes.utf8("/t"));
                    ReplyWriter.stat(out, STAT);
                    ReplyWriter.multiResultOk(out, OpCode.SET_DATA);
                    ReplyWriter.stat(out, STAT);
                    ReplyWriter.multiResultOk(out, OpCode.CHECK);
                    ReplyWriter.multiResultOk(out, OpCode.GET_CHILDREN);
                    ReplyWriter.paths(out, List.of(Bytes.utf8("x")));
                    ReplyWriter.multiResultOk(out, OpCode.GET_DATA);
                    out.buffer(Bytes.utf8("d"));
                    ReplyWriter.stat(out, STAT);
                    ReplyWriter.multiError(out, KeeperError.NO_NODE);
                    ReplyWriter.multiEnd(out);
                });

        assertThat(theirs.getResultList())
                .containsExactly(
                        new OpResult.CreateResult("/a"),
                        new OpResult.CreateResult("/t", theirStat()),
                        new OpResult.SetDataResult(theirStat()),
                        new OpResult.CheckResult(),
                        new OpResult.GetChildrenResult(List.of("x")),
                        new OpResult.GetDataResult(new byte[] {'d'}, theirStat()),
                        new OpResult.ErrorResult(-101));
    }

    @Test
    void itReadsOurPieces() throws IOException {
        var acl = Acl.of(new AclEntry(3, "digest", "ann:h"), new AclEntry(31, "world", "anyone"));

        var children = new GetChildren2Response();
        parse(
                children,
                out -> {
                    ReplyWriter.paths(out, List.of(Bytes.utf8("a"), Bytes.utf8("b")));
                    ReplyWriter.stat(out, STAT);
                });
        var access = new GetACLResponse();
        parse(
                access,
                out -> {
                    ReplyWriter.acl(out, acl);
                    ReplyWriter.stat(out, STAT);
                });
        var created = new Create2Response();
        parse(
                created,
                out -> {
                    out.buffer(Bytes.utf8("/a"));
                    ReplyWriter.stat(out, STAT);
                });
        var who = new WhoAmIResponse();
        parse(who, out -> ReplyWriter.clientInfo(out.int32(1), "ip", "::1"));

        assertThat(children.getChildren()).containsExactly("a", "b");
        assertThat(children.getStat()).isEqualTo(theirStat());
        assertThat(access.getAcl().getFirst().getId().getId()).isEqualTo("ann:h");
        assertThat(access.getAcl().get(1)).isEqualTo(ZooDefs.Ids.OPEN_ACL_UNSAFE.getFirst());
        assertThat(created.getStat()).isEqualTo(theirStat());
        assertThat(who.getClientInfo().getFirst().getUser()).isEqualTo("::1");
    }

    @Test
    void itReadsOurNotifications() throws IOException {
        Bytes frame =
                written(
                        out ->
                                ReplyWriter.event(
                                        out, EventType.NODE_CREATED, Bytes.utf8("/ä"), 12));
        var in = archive(frame.slice(4, frame.length()));
        var header = new ReplyHeader();
        header.deserialize(in, "header");
        var event = new WatcherEvent();
        event.deserialize(in, "event");

        assertThat(header).isEqualTo(new ReplyHeader(-1, 12, 0));
        assertThat(event).isEqualTo(new WatcherEvent(1, 3, "/ä"));
    }

    @Test
    void theHandshakeIsTheSame() throws IOException {
        var theirs =
                new org.apache.zookeeper.proto.ConnectRequest(
                        0, 5, 6000, 77, new byte[] {1, 2, 3}, true);
        var ours =
                new ConnectRequest(
                        0,
                        5,
                        6000,
                        new SessionId(77),
                        Bytes.wrap(new byte[] {1, 2, 3}),
                        true,
                        true);
        Bytes response =
                written(
                        ConnectResponse.accepted(
                                        6000,
                                        new SessionId(77),
                                        Bytes.utf8("0123456789abcdef"),
                                        false,
                                        true)
                                ::write);
        var theirResponse = new org.apache.zookeeper.proto.ConnectResponse();
        theirResponse.deserialize(archive(response.slice(4, response.length())), "response");

        assertThat(ConnectRequest.read(new JuteReader(serialized(theirs)))).isEqualTo(ours);
        assertThat(written(ours::write)).isEqualTo(serialized(theirs));
        assertThat(theirResponse.getSessionId()).isEqualTo(77);
        assertThat(theirResponse.getTimeOut()).isEqualTo(6000);
    }

    private static org.apache.zookeeper.data.Stat theirStat() {
        return new org.apache.zookeeper.data.Stat(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    }

    private static Request read(int opCode, Record theirs) throws IOException {
        return RequestCodec.read(opCode, new JuteReader(serialized(theirs)));
    }

    private static void parse(Record theirs, Consumer<JuteWriter> write) throws IOException {
        theirs.deserialize(archive(written(write)), "reply");
    }

    private static BinaryInputArchive archive(Bytes bytes) {
        return BinaryInputArchive.getArchive(new ByteArrayInputStream(bytes.toArray()));
    }

    private static Bytes serialized(Record record) throws IOException {
        var out = new ByteArrayOutputStream();
        record.serialize(BinaryOutputArchive.getArchive(out), "record");
        return Bytes.wrap(out.toByteArray());
    }
}
