package io.tapio.tree;

import io.tapio.fuzz.Parser;
import io.tapio.model.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.apache.zookeeper.common.PathUtils;

/** Texts inside znodes that the server itself obeys, and paths. */
public final class TreeParsers {
    private TreeParsers() {}

    public static List<Parser> all() {
        return List.of(
                new Parser(
                        "quota",
                        texts("count=5,bytes=-1=;byteHardLimit=-1;countHardLimit=8", "count=7"),
                        TreeParsers::takesQuota),
                new Parser(
                        "path",
                        texts("/", "/a/b", "/ä/€/x.y", "/a/..b/.c", "/zookeeper/quota"),
                        TreeParsers::takesPath));
    }

    private static List<byte[]> texts(String... texts) {
        return Stream.of(texts).map(each -> each.getBytes(StandardCharsets.UTF_8)).toList();
    }

    private static boolean takesQuota(byte[] input) {
        String text = Bytes.wrap(input).toString();
        QuotaUsage usage = QuotaUsage.parse(text);
        Parser.same(usage, QuotaUsage.parse(usage.text().toString()));
        return !QuotaLimits.parse(text).equals(new QuotaLimits(-1, -1, -1, -1));
    }

    /** A path is valid here exactly if it is for ZooKeeper. */
    private static boolean takesPath(byte[] input) {
        boolean valid = PathCheck.isValid(Bytes.wrap(input));
        Parser.same(isValidThere(input), valid);
        return valid;
    }

    private static boolean isValidThere(byte[] input) {
        try {
            var decoder = StandardCharsets.UTF_8.newDecoder();
            PathUtils.validatePath(decoder.decode(ByteBuffer.wrap(input)).toString());
            return true;
        } catch (CharacterCodingException | IllegalArgumentException refused) {
            return false;
        }
    }
}
