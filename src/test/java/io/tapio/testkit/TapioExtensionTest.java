package io.tapio.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Runs test classes as JUnit would, and looks at what they were given. */
class TapioExtensionTest {
    private static final List<TapioServer> SEEN = Collections.synchronizedList(new ArrayList<>());
    private static final List<TapioEnsemble> ENSEMBLES =
            Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void nothingSeen() {
        SEEN.clear();
        ENSEMBLES.clear();
    }

    @Tapio
    static class OnTheClass {
        @BeforeEach
        void before(TapioServer server) {
            SEEN.add(server);
        }

        @Test
        void one(TapioServer server) {
            assertThat(server).isSameAs(SEEN.getLast());
            assertThat(server.role()).isEqualTo(Role.LEADER);
        }

        @Test
        void other(TapioServer server) {
            assertThat(server).isSameAs(SEEN.getLast());
        }
    }

    @Test
    void aClassThatAsksForServersHasFreshOnesForEachTest() {
        run(OnTheClass.class, 2);

        assertThat(SEEN).hasSize(2).doesNotHaveDuplicates().allMatch(TapioExtensionTest::isClosed);
    }

    static class OnFields {
        @Tapio static TapioServer shared;

        @Tapio(members = 2, observers = 1, settings = "tickTime=100")
        TapioEnsemble own;

        @Test
        void one() {
            look();
        }

        @Test
        void other() {
            look();
        }

        private void look() {
            assertThat(own.members()).hasSize(3);
            assertThat(own.role(3)).isEqualTo(Role.OBSERVER);
            assertThat(shared.role()).isEqualTo(Role.LEADER);
            SEEN.add(shared);
            ENSEMBLES.add(own);
        }
    }

    @Test
    void aStaticFieldIsSetOnceAndAnotherOneForEachTest() {
        run(OnFields.class, 2);

        assertThat(SEEN.stream().distinct()).hasSize(1).allMatch(TapioExtensionTest::isClosed);
        assertThat(ENSEMBLES).doesNotHaveDuplicates().allMatch(e -> e.role(1) == Role.DOWN);
    }

    static class OnParameters {
        @Test
        void two(@Tapio TapioServer one, @Tapio TapioServer other) {
            assertThat(one).isNotSameAs(other);
            SEEN.add(one);
            SEEN.add(other);
        }
    }

    @Test
    void eachParameterThatAsksHasOneOfItsOwn() {
        run(OnParameters.class, 1);

        assertThat(SEEN).hasSize(2).allMatch(TapioExtensionTest::isClosed);
    }

    private static void run(Class<?> tests, int succeed) {
        var summary = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(tests))
                                .build(),
                        summary);
        assertThat(summary.getSummary().getFailures())
                .extracting(TestExecutionSummary.Failure::getException)
                .isEmpty();
        assertThat(summary.getSummary().getTestsSucceededCount()).isEqualTo(succeed);
    }

    private static boolean isClosed(TapioServer server) {
        return server.role() == Role.DOWN;
    }
}
