/**
 * Configuration: turns {@code zoo.cfg} and {@code -Dzookeeper.*} properties into one record.
 *
 * <p>The only package that reads configuration files and system properties. Text becomes settings
 * ({@link io.tapio.config.ZooCfg}), settings are held against the table of all keys that ZooKeeper
 * documents ({@link io.tapio.config.KnownKeys}), and what stands the test becomes a {@link
 * io.tapio.config.TapioConfig}. All mistakes are found in one go, each named by file, line and key,
 * with what to write instead.
 *
 * <p>Read {@link io.tapio.config.TapioConfig} first, then {@code Assembly}.
 */
@NullMarked
package io.tapio.config;

import org.jspecify.annotations.NullMarked;
