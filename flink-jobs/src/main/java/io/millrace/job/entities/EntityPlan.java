package io.millrace.job.entities;

import io.millrace.contract.DatasetDictionary;
import io.millrace.digest.RowDigest;
import io.millrace.entities.EntityTally;
import io.millrace.job.slab.DoerSource;
import io.millrace.job.world.PieceMaker;
import io.millrace.job.world.PieceResult;
import io.millrace.job.world.PieceWriter;
import io.millrace.job.world.SegmentPlan;
import io.millrace.job.world.TableFiles;
import io.millrace.job.world.TablePart;
import io.millrace.job.world.WorldSource;
import io.millrace.run.GeneratedWorld;
import io.millrace.run.WorldReceipt;
import io.millrace.slab.SlabKind;
import io.millrace.world.EntityIndexAxes;
import io.millrace.world.EntityIndexBuilder;
import io.millrace.world.EntityIndexInfo;
import io.millrace.world.EntityTables;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The entities of an own world: thirteen tables in ranges, and the index over all of them. */
public final class EntityPlan implements SegmentPlan {
    private static final String INDEX = "entity_index_6A";
    private static final List<SlabKind> TABLES = List.of(
            SlabKind.PARTY,
            SlabKind.ACCOUNT,
            SlabKind.INSTRUMENT,
            SlabKind.ACCOUNT_INSTRUMENT_LINK,
            SlabKind.DEVICE,
            SlabKind.IP,
            SlabKind.DEVICE_LINK,
            SlabKind.IP_LINK,
            SlabKind.PARTY_ROLE,
            SlabKind.ACCOUNT_ROLE,
            SlabKind.DEVICE_ROLE,
            SlabKind.IP_ROLE,
            SlabKind.MERCHANT_ROLE);

    private final WorldSource source;
    private final GeneratedWorld world;

    public EntityPlan(WorldSource source) {
        this.source = source;
        world = source.open();
    }

    @Override
    public String segment() {
        return "6A";
    }

    @Override
    public Optional<WorldReceipt.Scenario> scenario() {
        return Optional.empty();
    }

    @Override
    public List<SlabKind> tables() {
        return TABLES;
    }

    @Override
    public int pieces() {
        return EntityRanges.of(world).pieces();
    }

    @Override
    public DoerSource<PieceMaker> maker() {
        return EntityPieces.of(source);
    }

    @Override
    public Finished finish(Path staging, TableFiles files, List<PieceResult> results, PieceWriter writer) {
        EntityTally whole = new EntityTally(world.parties().zoneTzids().size());
        results.forEach(result -> whole.add(result.tally(EntityTally.class)));
        return new Finished(
                List.of(),
                List.of(index(staging, files, results)),
                world.entityChecks().verdict(whole));
    }

    private WorldReceipt.Dataset index(Path staging, TableFiles files, List<PieceResult> results) {
        EntityTables tables = OwnTables.read(staging, files, world);
        TreeMap<String, String> digests = new TreeMap<>();
        for (SlabKind kind : TABLES) {
            List<String> ofKind = new ArrayList<>();
            results.forEach(result -> List.of(result.parts()).stream()
                    .filter(part -> part.datasetId().equals(kind.datasetId()))
                    .map(TablePart::rowDigest)
                    .forEach(ofKind::add));
            digests.put(kind.datasetId(), RowDigest.sum(ofKind));
        }
        EntityIndexInfo info = EntityIndexBuilder.build(
                tables,
                world.merchants().dimensions(),
                world.parties(),
                EntityIndexAxes.of(files.manifestFingerprint(), files.seed(), digests),
                staging.resolve(DatasetDictionary.shipped().dataset(INDEX).path(files.axes())));
        return new WorldReceipt.Dataset(INDEX, Optional.empty(), info.count("parties"), Optional.empty());
    }
}
