package io.tapio.config;

/** One setting as a file spells it; a continued setting counts by its first line, from 1. */
public record Setting(String key, String value, int line) {}
