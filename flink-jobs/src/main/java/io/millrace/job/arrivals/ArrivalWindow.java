package io.millrace.job.arrivals;

import io.millrace.arrivals.ArrivalChecks;
import io.millrace.arrivals.ArrivalTally;
import io.millrace.arrivals.HorizonTotals;
import io.millrace.job.slab.DoerSource;
import io.millrace.job.world.PieceMaker;
import io.millrace.job.world.PieceResult;
import io.millrace.job.world.PieceWriter;
import io.millrace.job.world.SegmentPlan;
import io.millrace.job.world.TableFiles;
import io.millrace.job.world.WorldSource;
import io.millrace.merchants.MerchantPlan;
import io.millrace.merchants.PlanDimensions;
import io.millrace.run.ScenarioId;
import io.millrace.run.WorldReceipt;
import io.millrace.slab.MerchantDimSlab;
import io.millrace.slab.SiteDimSlab;
import io.millrace.slab.SlabKind;
import io.millrace.slab.ZoneDimSlab;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The arrivals of one scenario of an own world, with its dimensions. */
public final class ArrivalWindow implements SegmentPlan {
    private final WorldSource source;
    private final ScenarioId scenario;
    private final MerchantPlan merchants;

    /** @param scenario with an end */
    public ArrivalWindow(WorldSource source, ScenarioId scenario) {
        this.source = source;
        this.scenario = scenario;
        merchants = source.open().merchants();
        // A scenario that cannot be made is told before a folder is.
        source.open().arrivals(scenario.model());
    }

    @Override
    public String segment() {
        return "5B";
    }

    @Override
    public Optional<WorldReceipt.Scenario> scenario() {
        return Optional.of(scenario.scenario());
    }

    @Override
    public List<SlabKind> tables() {
        return List.of(SlabKind.ARRIVAL, SlabKind.MERCHANT_DIM, SlabKind.ZONE_DIM, SlabKind.SITE_DIM);
    }

    @Override
    public int pieces() {
        return Math.toIntExact(scenario.days().orElseThrow());
    }

    @Override
    public DoerSource<PieceMaker> maker() {
        return ArrivalPieces.of(source, scenario);
    }

    @Override
    public Finished finish(Path staging, TableFiles files, List<PieceResult> results, PieceWriter writer) {
        ArrivalTally tally =
                new ArrivalTally(merchants.merchants(), merchants.places().zones());
        results.forEach(result -> tally.add(result.tally(ArrivalTally.class)));
        HorizonTotals totals = tally.totals();
        // Dimensions are one row group each: whole slabs, written at once.
        MerchantDimSlab ofMerchants = new MerchantDimSlab(merchants.merchants());
        for (int merchant = 0; merchant < merchants.merchants(); merchant++) {
            totals.fill(ofMerchants, PlanDimensions.addMerchant(merchants, merchant, ofMerchants));
        }
        ZoneDimSlab ofZones = new ZoneDimSlab(merchants.places().zones());
        PlanDimensions.addZones(merchants, ofZones);
        totals.fill(ofZones);
        writer.begin("", 0);
        writer.take(ofMerchants);
        writer.take(ofZones);
        if (merchants.sites() > 0) {
            SiteDimSlab ofSites = new SiteDimSlab(merchants.sites());
            for (int site = 0; site < merchants.sites(); site++) {
                PlanDimensions.addSite(merchants, site, ofSites);
            }
            writer.take(ofSites);
        }
        return new Finished(
                writer.end(),
                List.of(),
                new ArrivalChecks(source.open().arrivals(scenario.model()), pieces()).verdict(tally));
    }
}
