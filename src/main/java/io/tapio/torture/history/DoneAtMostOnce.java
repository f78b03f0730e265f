package io.tapio.torture.history;

/** C6: the data of a write are seen at one place, since one zxid; of a refused one, nowhere. */
final class DoneAtMostOnce {

    private DoneAtMostOnce() {}

    static void check(Evidence evidence) {
        for (var wrong : evidence.sightings().contradictions()) {
            evidence.steps().one();
            evidence.findings()
                    .add(Promise.C6, wrong.says(), wrong.concerned().toArray(Event[]::new));
        }
    }
}
