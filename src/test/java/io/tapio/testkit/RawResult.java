package io.tapio.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What stands in a reply behind its header, by shape. */
public sealed interface RawResult {

    /** Header only; also every reply with an error. */
    enum Nothing implements RawResult {
        NOTHING
    }

    record Path(@Nullable String path) implements RawResult {}

    record PathAndStat(@Nullable String path, RawStat stat) implements RawResult {}

    record StatOnly(RawStat stat) implements RawResult {}

    record DataAndStat(Octets data, RawStat stat) implements RawResult {}

    record AclAndStat(List<RawAcl> acl, RawStat stat) implements RawResult {}

    record Names(List<String> names) implements RawResult {}

    record NamesAndStat(List<String> names, RawStat stat) implements RawResult {}

    record Count(int number) implements RawResult {}

    record ErrorCode(int err) implements RawResult {}

    record Identity(@Nullable String scheme, @Nullable String user) {}

    record Identities(List<Identity> identities) implements RawResult {}

    record Token(Octets token) implements RawResult {}

    /** One entry of a multi or multiRead answer; type −1 is an error. */
    record OpResult(int type, int err, RawResult result) {}

    record Results(List<OpResult> results) implements RawResult {}

    /** Reads the body that belongs to a successful reply, which must be all that is left. */
    static RawResult read(int opcode, WireReader in) {
        RawResult result = readBody(opcode, in);
        in.end();
        return result;
    }

    private static RawResult readBody(int opcode, WireReader in) {
        return switch (opcode) {
            case 1, 9 -> new Path(in.ustring());
            case 15, 19, 21 -> new PathAndStat(in.ustring(), RawStat.read(in));
            case 3, 5, 7 -> new StatOnly(RawStat.read(in));
            case 4, 16 -> new DataAndStat(in.buffer(), RawStat.read(in));
            case 6 -> new AclAndStat(present(in.vector(RawAcl::read)), RawStat.read(in));
            case 8, 103 -> new Names(names(in));
            case 12 -> new NamesAndStat(names(in), RawStat.read(in));
            case 14, 22 -> new Results(results(in));
            case 104 -> new Count(in.int32());
            case 106 -> new ErrorCode(in.int32());
            case 107 -> new Identities(identities(in));
            case 102 -> new Token(in.buffer());
            default -> Nothing.NOTHING;
        };
    }

    private static List<OpResult> results(WireReader in) {
        List<OpResult> results = new ArrayList<>();
        while (true) {
            int type = in.int32();
            boolean done = in.bool();
            int err = in.int32();
            if (done) {
                if (type != -1 || err != -1) throw in.malformed("an odd end of results");
                return results;
            }
            if (type == -1) {
                results.add(new OpResult(type, err, new ErrorCode(in.int32())));
            } else {
                results.add(new OpResult(type, err, readBody(type, in)));
            }
        }
    }

    private static List<String> names(WireReader in) {
        return present(in.vector(WireReader::ustring)).stream()
                .map(name -> Objects.requireNonNull(name, "a name is never null"))
                .toList();
    }

    private static List<Identity> identities(WireReader in) {
        return present(in.vector(i -> new Identity(i.ustring(), i.ustring())));
    }

    private static <T> List<T> present(@Nullable List<T> items) {
        return Objects.requireNonNull(items, "servers send no null vectors");
    }
}
