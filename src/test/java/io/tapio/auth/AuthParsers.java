package io.tapio.auth;

import io.tapio.fuzz.Parser;
import io.tapio.model.Acl;
import io.tapio.model.AclEntry;
import io.tapio.model.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What clients say of themselves, and the ids in access lists. */
public final class AuthParsers {
    private static final AuthSchemes SCHEMES =
            new AuthSchemes(
                    new AuthSettings(
                            false,
                            Optional.of("super:YW0smZw1fP8Plz4LetS54OLjO/8="),
                            DigestAlgorithm.SHA1,
                            true,
                            Set.of("tapiola"),
                            true,
                            Optional.of("CN=root"),
                            Set.of("root@FOREST"),
                            Set.of()));
    private static final Requester SOMEBODY =
            new Requester(List.of(Identity.ip("10.0.0.7"), new Identity("digest", "ann:x")));

    private AuthParsers() {}

    public static List<Parser> all() {
        return List.of(
                new Parser(
                        "acl-id",
                        texts(
                                "world anyone",
                                "auth ",
                                "digest ann:x",
                                "ip 10.0.0.0/8",
                                "x509 CN=a,O=\"b c\"+OU=d",
                                "sasl zk/host@REALM"),
                        AuthParsers::takesId),
                new Parser(
                        "ip-prefix",
                        texts("10.1.2.3/8", "2001:db8::7/33", "::ffff:10.0.0.1", "::", "1::2/128"),
                        AuthParsers::takesPrefix),
                new Parser(
                        "credential",
                        texts("digest ann:secret", "ensemble tapiola", "ip x"),
                        AuthParsers::takesCredential));
    }

    private static List<byte[]> texts(String... texts) {
        return Stream.of(texts).map(each -> each.getBytes(StandardCharsets.UTF_8)).toList();
    }

    private static String[] halves(byte[] input) {
        String[] halves = Bytes.wrap(input).toString().split(" ", 2);
        return halves.length == 2 ? halves : new String[] {halves[0], ""};
    }

    private static boolean takesId(byte[] input) {
        String[] halves = halves(input);
        Acl wanted = Acl.of(new AclEntry(31, halves[0], halves[1]));
        Optional<Acl> fixed = SCHEMES.fixUp(wanted, SOMEBODY);
        fixed.ifPresent(
                acl -> {
                    Parser.same(fixed, SCHEMES.fixUp(acl, SOMEBODY));
                    SCHEMES.masked(acl);
                });
        return fixed.isPresent();
    }

    private static boolean takesPrefix(byte[] input) {
        String text = Bytes.wrap(input).toString();
        Optional<IpPrefix> prefix = IpPrefix.parse(text);
        if (prefix.isEmpty()) return false;

        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        Parser.same(true, IpPrefix.matches(text, address));
        return true;
    }

    private static boolean takesCredential(byte[] input) {
        String[] halves = halves(input);
        AuthResult result = SCHEMES.authenticate(halves[0], Bytes.utf8(halves[1]));
        return !(result instanceof AuthResult.Failed);
    }
}
