package io.millrace.job.world;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.digest.FileDigest;
import io.millrace.job.sinks.PartEncoder;
import io.millrace.slab.Slab;
import io.millrace.slab.SlabKind;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Writes pieces, one after the other: one file per table that has rows in it, under a hidden name until it is whole. A
 * piece that is made again overwrites what a broken task has left. Belongs to one thread.
 */
public final class PieceWriter implements TableRows, AutoCloseable {
    private static final int SLAB_ROWS = 4096;

    private final TableFiles files;
    private final Map<SlabKind, PartEncoder> encoders = new EnumMap<>(SlabKind.class);
    private final Map<SlabKind, Slab> slabs = new EnumMap<>(SlabKind.class);
    private final Map<SlabKind, OpenFile> open = new EnumMap<>(SlabKind.class);
    private String subfolder = "";
    private String name = "";

    public PieceWriter(TableFiles files) {
        this.files = files;
    }

    /** A file being written. */
    private record OpenFile(
            String path, Path hidden, OutputStream out, DigestOutputStream hashed, PartEncoder.Part part) {}

    /**
     * Begins a piece.
     *
     * @param folder below the folder of each table, empty for none, such as {@code utc_date=…/utc_hour=…}
     * @param number of the piece among those of its folder
     */
    public void begin(String folder, int number) {
        if (!open.isEmpty()) {
            throw new IllegalStateException("piece " + name + " has not ended");
        }
        subfolder = folder.isEmpty() ? "/" : "/" + folder + "/";
        name = "part-" + number + ".parquet";
    }

    @Override
    public Slab room(SlabKind kind) {
        Slab slab = slabs.computeIfAbsent(kind, any -> any.empty(SLAB_ROWS));
        if (slab.isFull()) {
            flush(slab);
        }
        return slab;
    }

    @Override
    public void take(Slab rows) {
        Slab waiting = slabs.get(rows.kind());
        if (waiting != null) {
            flush(waiting);
        }
        write(rows);
    }

    /**
     * Ends the piece.
     *
     * @return its files by table
     */
    public List<TablePart> end() {
        slabs.values().forEach(this::flush);
        List<TablePart> parts = new ArrayList<>();
        for (Map.Entry<SlabKind, OpenFile> entry : open.entrySet()) {
            OpenFile file = entry.getValue();
            try {
                PartEncoder.Content content = file.part().finish();
                file.out().close();
                Path target = Path.of(files.root()).resolve(file.path());
                Files.move(file.hidden(), target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                parts.add(new TablePart(
                        entry.getKey().datasetId(),
                        file.path(),
                        content.rows(),
                        content.rowDigest(),
                        Files.size(target),
                        HexFormat.of()
                                .formatHex(file.hashed().getMessageDigest().digest())));
            } catch (IOException e) {
                throw unwritable(file.path(), e);
            }
        }
        open.clear();
        return parts;
    }

    /** The one file of a table without rows. */
    TablePart empty(SlabKind kind) {
        begin("", 0);
        open.put(kind, open(kind));
        return end().get(0);
    }

    /** Lets go of a piece that broke; its hidden files are nobody's. */
    @Override
    public void close() {
        for (OpenFile file : open.values()) {
            try {
                file.out().close();
            } catch (IOException ignored) {
                // The piece has failed already, or nobody asks for it any more.
            }
        }
        open.clear();
    }

    private void flush(Slab slab) {
        write(slab);
        slab.size = 0;
    }

    private void write(Slab slab) {
        if (slab.size == 0) {
            return;
        }
        OpenFile file = open.computeIfAbsent(slab.kind(), this::open);
        try {
            file.part().write(slab, 0, slab.size);
        } catch (IOException e) {
            throw unwritable(file.path(), e);
        }
    }

    private OpenFile open(SlabKind kind) {
        String path = files.folder(kind) + subfolder + name;
        Path hidden = Path.of(files.root()).resolve(files.folder(kind) + subfolder + "." + name + ".tmp");
        try {
            Files.createDirectories(hidden.getParent());
            DigestOutputStream hashed = new DigestOutputStream(Files.newOutputStream(hidden), FileDigest.sha256());
            OutputStream out = new BufferedOutputStream(hashed);
            PartEncoder encoder = encoders.computeIfAbsent(kind, files::encoder);
            return new OpenFile(path, hidden, out, hashed, encoder.open(out));
        } catch (IOException e) {
            throw unwritable(path, e);
        }
    }

    static RunException unwritable(String path, IOException cause) {
        return new RunException(
                Problem.of(
                        ErrorCode.IO_WRITE_FAILED,
                        path,
                        "must be writable",
                        cause.toString(),
                        "make room or mend the permissions of the --out folder, then do it again"),
                cause);
    }
}
