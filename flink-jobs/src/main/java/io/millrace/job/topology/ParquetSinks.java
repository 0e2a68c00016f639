package io.millrace.job.topology;

import io.millrace.contract.DatasetDictionary;
import io.millrace.job.sinks.LedgerSink;
import io.millrace.job.sinks.LedgerSinkSettings;
import io.millrace.job.sinks.RunAttempt;
import io.millrace.job.sinks.parquet.FooterKeys;
import io.millrace.job.sinks.parquet.SinkEncoding;
import io.millrace.job.sinks.parquet.SlabParquetEncoder;
import io.millrace.run.RunIdentity;
import io.millrace.slab.AccountingSlab;
import io.millrace.slab.EventSlab;
import io.millrace.slab.FlowSlab;
import io.millrace.slab.OutcomeSlab;
import io.millrace.slab.SessionIndexSlab;
import io.millrace.slab.SessionedSlab;
import io.millrace.slab.Slab;
import io.millrace.slab.SlabKind;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.flink.streaming.api.datastream.DataStream;

/** Every dataset as part files of a run folder, through the ledger. */
public final class ParquetSinks implements GenerateSinks {
    private final String runRoot;
    private final RunAttempt attempt;
    private final RunIdentity identity;
    private final SortedMap<String, String> footer;
    private final List<String> zones;
    private final SinkEncoding encoding;
    private final DatasetDictionary dictionary = DatasetDictionary.shipped();

    /**
     * @param runRoot URI of the run folder
     * @param attempt start of the job
     * @param footer footer keys that all datasets share ({@link RunFooter})
     * @param zones tzids by zone ordinal
     */
    public ParquetSinks(
            String runRoot,
            RunAttempt attempt,
            RunIdentity identity,
            SortedMap<String, String> footer,
            List<String> zones,
            SinkEncoding encoding) {
        this.runRoot = runRoot;
        this.attempt = attempt;
        this.identity = identity;
        this.footer = footer;
        this.zones = zones;
        this.encoding = encoding;
    }

    @Override
    public void arrivalEntities(DataStream<SessionedSlab> rows) {
        sink(rows, SlabKind.SESSIONED, OperatorId.SINK_ARRIVAL_ENTITIES);
    }

    @Override
    public void sessionIndex(DataStream<SessionIndexSlab> rows) {
        sink(rows, SlabKind.SESSION_INDEX, OperatorId.SINK_SESSION_INDEX);
    }

    @Override
    public void flowAnchors(DataStream<FlowSlab> rows) {
        sink(rows, SlabKind.FLOW, OperatorId.SINK_FLOW_ANCHOR);
    }

    @Override
    public void flowOutcomes(DataStream<OutcomeSlab> rows) {
        sink(rows, SlabKind.OUTCOME, OperatorId.SINK_FLOW_OUTCOME);
    }

    @Override
    public void events(DataStream<EventSlab> rows) {
        sink(rows, SlabKind.EVENT, OperatorId.SINK_EVENT_STREAM);
    }

    @Override
    public void accounting(DataStream<AccountingSlab> rows) {
        sink(rows, SlabKind.ACCOUNTING, OperatorId.SINK_ACCOUNTING);
    }

    private <S extends Slab> void sink(DataStream<S> rows, SlabKind kind, OperatorId id) {
        DatasetDictionary.Dataset dataset = dictionary.dataset(kind.datasetId());
        String time = dataset.partitionDate().orElse("");
        TreeMap<String, String> keys = new TreeMap<>(footer);
        keys.put(FooterKeys.DATASET, dataset.id());
        keys.put(FooterKeys.SCHEMA_VERSION, dataset.schemaVersion());
        keys.put(FooterKeys.REVISION, revision());
        LedgerSinkSettings settings =
                new LedgerSinkSettings(runRoot, dataset.id(), dataset.folder(identity.axes()), time, attempt);
        SlabParquetEncoder encoder = new SlabParquetEncoder(kind, encoding, keys, zones, time, "");
        id.on(rows.sinkTo(new LedgerSink<S>(settings, encoder)));
    }

    /** Commit this program was built from; tells who wrote a file and is compared with nothing. */
    private static String revision() {
        return Optional.ofNullable(ParquetSinks.class.getPackage().getImplementationVersion())
                .orElse("unknown");
    }
}
