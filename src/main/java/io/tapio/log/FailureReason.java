package io.tapio.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;

/** What went wrong, in words: some exceptions of the JDK say no more than a file name. */
final class FailureReason {
    private FailureReason() {}

    static String of(Throwable cause) {
        return switch (cause) {
            case AccessDeniedException denied -> "permission denied: " + denied.getMessage();
            case NoSuchFileException missing -> "no such file: " + missing.getMessage();
            case FileAlreadyExistsException file -> "not a directory: " + file.getMessage();
            case DataDirInUse busy -> text(busy);
            case DamagedLog damaged -> text(damaged);
            case UnusableDirectory unusable -> text(unusable);
            case UncheckedIOException wrapped -> of(Objects.requireNonNull(wrapped.getCause()));
            case IOException io -> text(io);
            default -> cause.toString(); // our own mistake: its name says more than its message
        };
    }

    /** Whether it tells of our own code, not of a disk: then the place in the code matters. */
    static boolean isMistake(Throwable cause) {
        return switch (cause) {
            case DataDirInUse busy -> false;
            case DamagedLog damaged -> false;
            case UnusableDirectory unusable -> false;
            case UncheckedIOException wrapped -> false;
            default -> cause instanceof RuntimeException;
        };
    }

    private static String text(Exception cause) {
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
