package io.tapio;

import io.tapio.config.ConfigError;
import io.tapio.config.TapioConfig;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/** The program: {@code start}, {@code stop}, {@code status}, {@code --version}. */
public final class Tapio {
    private static final String USAGE =
            """
            Usage: tapio COMMAND [--config FILE] [-Dzookeeper.key=value ...]

              start      serves ZooKeeper clients; without a configuration on port 2181, data in ./data
              dev        an ensemble on this machine: [--members 3] [--observers 0] [--port 2181] [--dir ./data/dev]
              stop       stops the server that uses the same configuration
              status     says whether a server answers, and how it is
              --version  prints the version
            """;

    private Tapio() {}

    public static void main(String[] args) {
        int exitCode = run(List.of(args));
        if (exitCode != ExitCode.OK) System.exit(exitCode);
    }

    private static int run(List<String> args) {
        Deque<String> words = new ArrayDeque<>(args);
        String command = words.isEmpty() ? "" : words.remove();
        try {
            return switch (command) {
                case "start" -> StartCommand.run(configuration(words));
                case "stop" -> StopCommand.run(configuration(words));
                case "dev" -> DevCommand.run(wanted(words));
                case "status" -> StatusCommand.run(configuration(words));
                case "rehearse" -> RehearseCommand.run(); // called by the build, not by people
                case "--version", "version" -> print("Tapio " + Version.current());
                case "", "help", "--help", "-h" -> print(USAGE.stripTrailing());
                default ->
                        complain("unknown command '" + command + "'\n\n" + USAGE.stripTrailing());
            };
        } catch (ConfigError error) {
            return complain(String.join("\n", error.problems()));
        } catch (BadArguments bad) {
            return complain(bad.reason + "\n\n" + USAGE.stripTrailing());
        }
    }

    /** Words on the command line that make no sense. */
    private static final class BadArguments extends Exception {
        private static final long serialVersionUID = 1;

        private final String reason;

        BadArguments(String reason) {
            super(reason, null, false, false);
            this.reason = reason;
        }
    }

    private static TapioConfig.Loaded configuration(Deque<String> words)
            throws ConfigError, BadArguments {
        Optional<Path> file = Optional.empty();
        while (!words.isEmpty()) {
            String word = words.remove();
            if (word.equals("--config") && !words.isEmpty()) {
                file = Optional.of(Path.of(words.remove()));
            } else if (word.startsWith("--config=")) {
                file = Optional.of(Path.of(word.substring("--config=".length())));
            } else if (word.startsWith("-D")) {
                define(word);
            } else {
                throw new BadArguments("unknown argument '" + word + "'");
            }
        }
        NameCache.shorten();
        return TapioConfig.load(file, System.getProperties());
    }

    private static DevCommand.Wanted wanted(Deque<String> words) throws BadArguments {
        var wanted = DevCommand.Wanted.usual();
        while (!words.isEmpty()) {
            String word = words.remove();
            int equals = word.indexOf('=');
            String option = equals < 0 ? word : word.substring(0, equals);
            try {
                String value = equals < 0 ? words.remove() : word.substring(equals + 1);
                wanted = wanted.with(option, value);
            } catch (NumberFormatException noNumber) {
                throw new BadArguments(option + " wants a number");
            } catch (NoSuchElementException missing) {
                throw new BadArguments(option + " wants a value");
            } catch (IllegalArgumentException unknown) {
                throw new BadArguments("unknown argument '" + word + "'");
            }
        }
        return wanted;
    }

    private static void define(String word) {
        int equals = word.indexOf('=');
        String key = equals < 0 ? word.substring(2) : word.substring(2, equals);
        System.setProperty(key, equals < 0 ? "" : word.substring(equals + 1));
    }

    private static int print(String text) {
        System.out.println(text);
        return ExitCode.OK;
    }

    private static int complain(String text) {
        System.err.println(text);
        return ExitCode.BAD_CONFIGURATION;
    }
}
