package io.tapio.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapio.model.Acl;
import io.tapio.model.Bytes;
import io.tapio.model.Stat;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class QuotasTest {
    private final DataTree tree = new DataTree(OwnerRules.DEFAULT);
    private long zxid;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "count=5,bytes=-1=;byteHardLimit=-1;countHardLimit=8 | 5 | -1 | 8 | -1",
                "count=5,bytes=100 | 5 | 100 | -1 | -1",
                "count=-1,bytes=7=;byteHardLimit=9;countHardLimit=-1 | -1 | 7 | -1 | 9",
                "byteHardLimit=9;countHardLimit=3,count=1,bytes=2 | 1 | 2 | 3 | 9",
                "count=,bytes= | -1 | -1 | -1 | -1",
                "count=x,bytes=12 | -1 | 12 | -1 | -1",
                "nonsense | -1 | -1 | -1 | -1",
                "'' | -1 | -1 | -1 | -1",
                "count=0,bytes=0 | 0 | 0 | -1 | -1",
                "discount=4;count=5 | 5 | -1 | -1 | -1",
            })
    void limitsAreReadFromTheirText(
            String text, long count, long bytes, long countHard, long bytesHard) {
        assertThat(QuotaLimits.parse(text))
                .isEqualTo(new QuotaLimits(count, bytes, countHard, bytesHard));
    }

    @Test
    void usageIsReadFromItsText() {
        assertThat(QuotaUsage.parse("count=3,bytes=7")).isEqualTo(new QuotaUsage(3, 7));
        assertThat(QuotaUsage.parse("garbage")).isEqualTo(new QuotaUsage(0, 0));
        assertThat(new QuotaUsage(3, 7).text()).hasToString("count=3,bytes=7");
    }

    @Test
    void theStatsZnodeIsCountedAnewWhenItIsCreated() {
        create("/a", "12345");
        create("/a/b", "67");
        create("/a/b/c", "");
        create("/ab", "elsewhere");

        limit("/a", "count=10,bytes=100");

        assertThat(usage("/a")).isEqualTo("count=3,bytes=7");
    }

    @Test
    void everyChangeInTheSubtreeIsCounted() {
        create("/a", "12345");
        limit("/a", "count=10,bytes=100");

        create("/a/b", "678");
        assertThat(usage("/a")).isEqualTo("count=2,bytes=8");
        set("/a/b", "6");
        assertThat(usage("/a")).isEqualTo("count=2,bytes=6");
        set("/a", "");
        assertThat(usage("/a")).isEqualTo("count=2,bytes=1");
        tree.delete(Bytes.utf8("/a/b"), ++zxid);
        assertThat(usage("/a")).isEqualTo("count=1,bytes=0");
        create("/ab", "not below /a");
        assertThat(usage("/a")).isEqualTo("count=1,bytes=0");
    }

    @Test
    void countingDoesNotTouchTheStatOfTheStatsZnode() {
        create("/a", "");
        limit("/a", "count=10,bytes=100");
        Stat before = tree.find(Bytes.utf8("/zookeeper/quota/a/zookeeper_stats")).stat();

        create("/a/b", "123");

        Stat after = tree.find(Bytes.utf8("/zookeeper/quota/a/zookeeper_stats")).stat();
        assertThat(after.dataLength()).isEqualTo("count=2,bytes=3".length());
        assertThat(after.mzxid()).isEqualTo(before.mzxid());
        assertThat(after.version()).isEqualTo(before.version());
        assertThat(after.mtime()).isEqualTo(before.mtime());
        assertThat(tree.digest()).isEqualTo(tree.recomputeDigest());
    }

    @Test
    void onlyTheDeepestQuotaGoverns() {
        create("/a", "");
        create("/a/b", "");
        limit("/a", "count=10,bytes=100");
        limit("/a/b", "count=5,bytes=50");

        create("/a/b/c", "1");
        create("/a/d", "22");

        assertThat(usage("/a")).isEqualTo("count=3,bytes=2");
        assertThat(usage("/a/b")).isEqualTo("count=2,bytes=1");
        assertThat(tree.quotas().governing(Bytes.utf8("/a/b/c/x")).orElseThrow().path())
                .hasToString("/a/b");
        assertThat(tree.quotas().governing(Bytes.utf8("/a/bb")).orElseThrow().path())
                .hasToString("/a");
        assertThat(tree.quotas().governing(Bytes.utf8("/b"))).isEmpty();
        assertThat(tree.quotas().all())
                .extracting(q -> q.path().toString())
                .containsExactlyInAnyOrder("/a", "/a/b");
    }

    @Test
    void aQuotaOfTheRootIsIgnored() {
        create(
                "/zookeeper/quota/zookeeper_limits",
                "count=0,bytes=0=;byteHardLimit=0;countHardLimit=0");
        create("/zookeeper/quota/zookeeper_stats", "");

        assertThat(tree.quotas().governing(Bytes.utf8("/a"))).isEmpty();
        assertThat(tree.quotas().check(Bytes.utf8("/a"), 1, 1)).isEmpty();
        assertThat(tree.quotas().all()).isEmpty();
    }

    @Test
    void hardLimitsForbidWhatWouldExceedThem() {
        create("/a", "12345");
        limit("/a", "count=-1,bytes=-1=;byteHardLimit=10;countHardLimit=2");

        assertThat(tree.quotas().check(Bytes.utf8("/a/b"), 1, 5)).isEmpty();
        assertThat(tree.quotas().check(Bytes.utf8("/a/b"), 1, 6))
                .contains(new Quotas.Excess(Bytes.utf8("/a"), Quotas.Dimension.BYTES, 10, 11));
        create("/a/b", "");
        assertThat(tree.quotas().check(Bytes.utf8("/a/c"), 1, 0))
                .contains(new Quotas.Excess(Bytes.utf8("/a"), Quotas.Dimension.COUNT, 2, 3));
        assertThat(tree.quotas().check(Bytes.utf8("/a"), 0, 5)).isEmpty();
        assertThat(tree.quotas().check(Bytes.utf8("/other"), 1, 1000)).isEmpty();
    }

    @Test
    void evenAShrinkingChangeIsForbiddenWhileItStaysAboveTheLimit() {
        create("/a", "1234567890");
        limit("/a", "count=-1,bytes=-1=;byteHardLimit=5;countHardLimit=-1");

        assertThat(tree.quotas().check(Bytes.utf8("/a"), 0, -3)).isPresent();
        assertThat(tree.quotas().check(Bytes.utf8("/a"), 0, -5)).isEmpty();
        assertThat(tree.quotas().check(Bytes.utf8("/a"), 0, 0)).isEmpty();
    }

    @Test
    void softLimitsAreReportedUnlessAHardOneStandsBeside() {
        create("/a", "");
        limit("/a", "count=1,bytes=3");
        assertThat(tree.quotas().check(Bytes.utf8("/a/b"), 1, 100)).isEmpty();
        assertThat(tree.quotas().softExceeded(Bytes.utf8("/a/b"), 1, 0))
                .contains(new Quotas.Excess(Bytes.utf8("/a"), Quotas.Dimension.COUNT, 1, 2));
        assertThat(tree.quotas().softExceeded(Bytes.utf8("/a"), 0, 4))
                .contains(new Quotas.Excess(Bytes.utf8("/a"), Quotas.Dimension.BYTES, 3, 4));

        set(
                "/zookeeper/quota/a/zookeeper_limits",
                "count=1,bytes=3=;byteHardLimit=-1;countHardLimit=5");

        assertThat(tree.quotas().softExceeded(Bytes.utf8("/a/b"), 1, 0)).isEmpty();
        assertThat(tree.quotas().softExceeded(Bytes.utf8("/a"), 0, 4)).isPresent();
    }

    @Test
    void withoutAStatsZnodeNothingIsCheckedOrCounted() {
        create("/a", "");
        create("/zookeeper/quota/a", "");
        create(
                "/zookeeper/quota/a/zookeeper_limits",
                "count=-1,bytes=-1=;byteHardLimit=0;countHardLimit=0");

        create("/a/b", "123");

        assertThat(tree.quotas().check(Bytes.utf8("/a/c"), 1, 1)).isEmpty();
        assertThat(tree.quotas().governing(Bytes.utf8("/a/c"))).isPresent();
    }

    @Test
    void aQuotaEndsWithItsLimitsZnode() {
        create("/a", "");
        limit("/a", "count=1,bytes=1=;byteHardLimit=1;countHardLimit=1");

        tree.delete(Bytes.utf8("/zookeeper/quota/a/zookeeper_limits"), ++zxid);
        create("/a/b", "123");

        assertThat(usage("/a")).isEqualTo("count=1,bytes=0");
        assertThat(tree.quotas().check(Bytes.utf8("/a/c"), 1, 1)).isEmpty();
        assertThat(tree.quotas().all()).isEmpty();
    }

    @Test
    void usageIsWhatARecountWouldFindAfterAnyChanges() {
        var random = new Random(3);
        create("/a", "");
        limit("/a", "count=10,bytes=100");
        var paths = new ArrayList<String>();
        paths.add("/a");
        for (int i = 0; i < 2000; i++) {
            String path = paths.get(random.nextInt(paths.size()));
            int choice = random.nextInt(3);
            if (choice == 0) {
                create(path + "/n" + i, "x".repeat(random.nextInt(20)));
                paths.add(path + "/n" + i);
            } else if (choice == 1) {
                set(path, "y".repeat(random.nextInt(20)));
            } else if (!path.equals("/a") && tree.find(Bytes.utf8(path)).childCount() == 0) {
                tree.delete(Bytes.utf8(path), ++zxid);
                paths.remove(path);
            }
        }
        String counted = usage("/a");

        tree.delete(Bytes.utf8("/zookeeper/quota/a/zookeeper_stats"), ++zxid);
        create("/zookeeper/quota/a/zookeeper_stats", "");

        assertThat(usage("/a")).isEqualTo(counted);
        assertThat(tree.digest()).isEqualTo(tree.recomputeDigest());
    }

    private void limit(String path, String limits) {
        var place = new StringBuilder("/zookeeper/quota");
        for (String name : path.substring(1).split("/")) {
            place.append('/').append(name);
            if (tree.find(Bytes.utf8(place.toString())) == null) create(place.toString(), "");
        }
        create(place + "/zookeeper_limits", limits);
        create(place + "/zookeeper_stats", "count=0,bytes=0");
    }

    private String usage(String path) {
        Bytes stats = Bytes.utf8("/zookeeper/quota" + path + "/zookeeper_stats");
        return tree.find(stats).data().toString();
    }

    private void create(String path, String data) {
        zxid++;
        tree.create(Bytes.utf8(path), Bytes.utf8(data), Acl.OPEN, 0, 1, zxid, zxid);
    }

    private void set(String path, String data) {
        zxid++;
        tree.setData(Bytes.utf8(path), Bytes.utf8(data), 1, zxid, zxid);
    }
}
