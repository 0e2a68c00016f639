package io.millrace.job.testing;

import io.millrace.contract.FraudRole;
import io.millrace.contract.Iso;
import io.millrace.contract.RiskTier;
import io.millrace.contract.WorldCheck;
import io.millrace.job.slab.DoerSource;
import io.millrace.job.world.PieceMaker;
import io.millrace.job.world.PieceResult;
import io.millrace.job.world.PieceWriter;
import io.millrace.job.world.SegmentPlan;
import io.millrace.job.world.TableFiles;
import io.millrace.run.WorldReceipt;
import io.millrace.slab.FraudRoleSlab;
import io.millrace.slab.Slab;
import io.millrace.slab.SlabKind;
import io.millrace.slab.ZoneDimSlab;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/** A real plan that ends somewhere in the middle; what it has made until then is as the real plan makes it. */
public record BreakingPlan(SegmentPlan real, Fault fault, int at) implements SegmentPlan {
    /** Where it ends. */
    public enum Fault {
        /** Before the first byte of piece {@code at}. */
        BEFORE_PIECE,
        /** With rows of piece {@code at} in a file that has only its hidden name. */
        INSIDE_FILE,
        /** All files of piece {@code at} have their names, nothing says that the piece is whole. */
        BEFORE_RECORD,
        /** Tables that need all pieces are written. */
        AFTER_FINISH,
        /** All is made and a required check fails. */
        FAILED_CHECK,
        /** As {@link #INSIDE_FILE}, but the process does not end: it says {@code stuck} and waits to be killed. */
        STUCK
    }

    /** What broke it. */
    public static final class Injected extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Injected(Fault fault) {
            super("injected: " + fault);
        }
    }

    @Override
    public String segment() {
        return real.segment();
    }

    @Override
    public Optional<WorldReceipt.Scenario> scenario() {
        return real.scenario();
    }

    @Override
    public List<SlabKind> tables() {
        return real.tables();
    }

    @Override
    public int pieces() {
        return real.pieces();
    }

    @Override
    public DoerSource<PieceMaker> maker() {
        DoerSource<PieceMaker> source = real.maker();
        Fault wanted = fault;
        int piece = at;
        boolean ofZones = real.tables().contains(SlabKind.ZONE_DIM);
        return () -> {
            PieceMaker maker = source.open();
            return (number, writer) -> number == piece
                    ? broken(wanted, ofZones ? BreakingPlan::zone : BreakingPlan::role, maker, number, writer)
                    : maker.make(number, writer);
        };
    }

    private static PieceResult broken(
            Fault fault, Supplier<Slab> row, PieceMaker maker, int piece, PieceWriter writer) {
        switch (fault) {
            case BEFORE_PIECE -> {}
            case INSIDE_FILE -> begin(row.get(), piece, writer);
            case BEFORE_RECORD -> maker.make(piece, writer);
            case AFTER_FINISH, FAILED_CHECK -> {
                return maker.make(piece, writer);
            }
            case STUCK -> {
                begin(row.get(), piece, writer);
                System.out.println("stuck");
                awaitTheEnd();
            }
        }
        throw new Injected(fault);
    }

    private static void begin(Slab row, int piece, PieceWriter writer) {
        writer.begin("", piece);
        writer.take(row);
    }

    private static Slab role() {
        FraudRoleSlab roles = (FraudRoleSlab) SlabKind.PARTY_ROLE.empty(1);
        int row = roles.addRow();
        roles.entityId[row] = 1;
        roles.role[row] = (byte) FraudRole.CLEAN.code();
        roles.tier[row] = (byte) RiskTier.LOW.code();
        return roles;
    }

    private static Slab zone() {
        ZoneDimSlab zones = new ZoneDimSlab(1);
        int row = zones.addRow();
        zones.tzid[row] = "Europe/Berlin";
        zones.country[row] = (short) Iso.ABSENT;
        return zones;
    }

    private static void awaitTheEnd() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Finished finish(Path staging, TableFiles files, List<PieceResult> results, PieceWriter writer) {
        Finished finished = real.finish(staging, files, results, writer);
        if (fault == Fault.AFTER_FINISH) {
            throw new Injected(fault);
        }
        if (fault != Fault.FAILED_CHECK) {
            return finished;
        }
        List<WorldCheck> checks = new ArrayList<>(finished.checks());
        checks.add(WorldCheck.required("INJECTED", WorldCheck.Result.FAIL, "1", "0"));
        return new Finished(finished.parts(), finished.others(), checks);
    }
}
