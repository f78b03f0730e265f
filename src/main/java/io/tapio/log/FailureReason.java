package io.tapio.log;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;

/** What went wrong, in words: some exceptions of the JDK say no more than a file name. */
final class FailureReason {
    private FailureReason() {}

    static String of(Throwable cause) {
        return switch (cause) {
            case AccessDeniedException denied -> "permission denied: " + denied.getMessage();
            case NoSuchFileException missing -> "no such file: " + missing.getMessage();
            case FileAlreadyExistsException file -> "not a directory: " + file.getMessage();
            default -> cause.getMessage() == null ? cause.toString() : cause.getMessage();
        };
    }
}
