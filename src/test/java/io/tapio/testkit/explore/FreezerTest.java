package io.tapio.testkit.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapio.model.Zxid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FreezerTest {
    private final Freezer freezer = new Freezer(Thread.class);

    private static final class Box {
        final Map<Integer, Zxid> one = new HashMap<>();
        final Map<Integer, Zxid> same = one;
        final List<Object> inner = new ArrayList<>();
        Optional<Box> next = Optional.empty();
        Thread left = Thread.currentThread();
        long number = -2;
        boolean yes = true;
    }

    private Box thawed(Box box) {
        return (Box) freezer.thaw(freezer.freeze(box));
    }

    @Test
    void whatIsThawedFreezesToTheSame() {
        var box = new Box();
        box.one.put(7, Zxid.of(1, 2));
        box.next = Optional.of(new Box());
        box.inner.add(box);

        assertThat(freezer.freeze(thawed(box))).isEqualTo(freezer.freeze(box));
    }

    @Test
    void fieldsComeBackAndWhatIsSharedStaysShared() {
        var box = new Box();
        box.one.put(7, Zxid.of(1, 2));
        box.inner.add(box);

        Box back = thawed(box);
        assertThat(back.one).isEqualTo(box.one).isNotSameAs(box.one).isSameAs(back.same);
        assertThat(back.inner.getFirst()).isSameAs(back);
        assertThat(back.number).isEqualTo(-2);
        assertThat(back.yes).isTrue();
        assertThat(back.left).isNull();
    }

    @Test
    void theOrderInWhichThingsCameIntoAMapDoesNotShow() {
        var one = new Box();
        var other = new Box();
        List.of(1, 17, 33).forEach(each -> one.one.put(each, Zxid.NONE));
        List.of(33, 17, 1).forEach(each -> other.one.put(each, Zxid.NONE));

        assertThat(freezer.freeze(one)).isEqualTo(freezer.freeze(other));
    }

    @Test
    void whatItDoesNotKnowItRefuses() {
        var box = new Box();
        box.inner.add(new AtomicInteger());

        assertThatThrownBy(() -> freezer.freeze(box)).hasMessageContaining("nothing to be frozen");
    }
}
