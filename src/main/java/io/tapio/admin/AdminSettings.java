package io.tapio.admin;

import java.util.Properties;
import java.util.function.Predicate;

/**
 * How the four-letter words are answered.
 *
 * @param version as {@code srvr} shows it
 * @param allowed the words of {@code 4lw.commands.whitelist}
 * @param process the properties of this process, for {@code envi}
 * @param sessionlessTimeoutMs how long a connection may stay without a session
 * @param textMaxBytes a longer answer is cut off, so that it neither fills what may wait for one
 *     client nor holds up the others
 */
public record AdminSettings(
        String version,
        Predicate<String> allowed,
        Configured configured,
        Properties process,
        int sessionlessTimeoutMs,
        int textMaxBytes) {}
