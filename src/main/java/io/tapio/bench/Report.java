package io.tapio.bench;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that one run found out. */
record Report(
        int format,
        String label,
        String when,
        Machine machine,
        List<ServerSeen> servers,
        boolean own,
        boolean processesKnown,
        List<String> settings,
        List<Result> results) {

    static final int FORMAT = 1;
    private static final Gson GSON =
            new GsonBuilder().serializeSpecialFloatingPointValues().create();

    boolean isGood() {
        return results.stream().allMatch(Result::isGood);
    }

    String json() {
        return GSON.toJson(this);
    }

    void write(Path file) throws IOException {
        var folder = file.toAbsolutePath().getParent();
        if (folder != null) Files.createDirectories(folder);
        Files.writeString(file, json() + "\n");
    }

    static Report read(Path file) throws IOException {
        try {
            @Nullable Report report = GSON.fromJson(Files.readString(file), Report.class);
            if (report == null || report.format != FORMAT) throw new IOException("another format");
            return report;
        } catch (JsonParseException | IOException e) {
            throw new IOException(
                    file + " is no report of a benchmark (--json writes one): " + reason(e), e);
        }
    }

    private static String reason(Exception e) {
        return e instanceof IOException
                ? e.getClass().getSimpleName() + " " + e.getMessage()
                : "it is damaged";
    }
}
