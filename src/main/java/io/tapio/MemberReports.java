package io.tapio;

import io.tapio.admin.FourLetterWords;
import io.tapio.ensemble.Member;
import io.tapio.ensemble.Office;
import io.tapio.ensemble.Retinue;
import io.tapio.log.RecoveredLog;
import java.time.Duration;
import org.apache.pekko.actor.typed.ActorRef;

/** Brings what a member tells of its life to the house, in its own turn. */
record MemberReports(ActorRef<House.Command> house) implements Member.Watcher {
    @Override
    public void serving(Office office) {
        house.tell(new House.Serving(office));
    }

    @Override
    public void looking(String reason) {
        house.tell(new House.Looking(reason));
    }

    @Override
    public void retinueChanged(Retinue now) {
        news(new FourLetterWords.RetinueChanged(now));
    }

    @Override
    public void failed(String reason) {
        house.tell(new House.Failed(Outage.ofData(reason)));
    }

    @Override
    public void recovered(RecoveredLog log) {
        news(new FourLetterWords.Recovered(log));
    }

    @Override
    public void snapshotTaken(Duration took) {
        news(new FourLetterWords.SnapshotTaken(took));
    }

    @Override
    public void diskFull(boolean full) {
        news(new FourLetterWords.SpaceChanged(full));
    }

    private void news(FourLetterWords.Command news) {
        house.tell(new House.News(news));
    }
}
