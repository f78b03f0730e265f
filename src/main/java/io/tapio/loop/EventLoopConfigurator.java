package io.tapio.loop;

import com.typesafe.config.Config;
import java.util.concurrent.ThreadFactory;
import org.apache.pekko.dispatch.DispatcherPrerequisites;
import org.apache.pekko.dispatch.ExecutorServiceConfigurator;
import org.apache.pekko.dispatch.ExecutorServiceFactory;
import org.apache.pekko.dispatch.MonitorableThreadFactory;

/** Makes an {@link EventLoop} the executor of a dispatcher; Pekko finds it by its name. */
public final class EventLoopConfigurator extends ExecutorServiceConfigurator {
    private final LoopSettings settings;

    public EventLoopConfigurator(Config dispatcher, DispatcherPrerequisites prerequisites) {
        super(dispatcher, prerequisites);
        settings = LoopSettings.from(dispatcher.getConfig("event-loop"));
    }

    @Override
    public ExecutorServiceFactory createExecutorServiceFactory(String id, ThreadFactory threads) {
        ThreadFactory named =
                threads instanceof MonitorableThreadFactory monitored
                        ? monitored.withName(monitored.name() + "-" + id)
                        : threads;
        return () -> EventLoop.start(settings, named);
    }
}
