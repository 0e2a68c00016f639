package io.millrace.job.verify;

import io.millrace.base.ErrorCode;
import io.millrace.base.Problem;
import io.millrace.base.RunException;
import io.millrace.digest.CanonicalJson;
import io.millrace.policy.SegmentValidationPolicy;
import io.millrace.run.RunFolder;
import io.millrace.run.RunIdentity;
import io.millrace.run.SealedRun;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** A run among published runs of other seeds and repeats of its own, for the metrics that one run does not show. */
public final class RunPanel {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ScorecardSettings judged;
    private final Function<RunIdentity, List<Path>> tableRoots;
    private final Consumer<String> progress;
    private final List<PanelCard> seeds = new ArrayList<>();
    private final List<PanelMember> repeats = new ArrayList<>();
    private final List<PanelFindings.Run> runs = new ArrayList<>();

    private RunPanel(
            ScorecardSettings judged, Function<RunIdentity, List<Path>> tableRoots, Consumer<String> progress) {
        this.judged = judged;
        this.tableRoots = tableRoots;
        this.progress = progress;
    }

    /**
     * Measures a run with others beside it. Cards of the others that lie with them are taken when they are of the very
     * bundle, policies and queries; else they are measured, and kept with their runs.
     *
     * @param beside run folders
     * @param tableRoots where the 6A tables of another run may lie
     * @param progress a line for a person per run
     * @throws RunException with everything that is wrong with any of the runs, before anything is measured
     */
    public static Scorecard of(
            ScorecardSettings judged,
            List<Path> beside,
            Function<RunIdentity, List<Path>> tableRoots,
            Consumer<String> progress) {
        List<Problem> problems = new ArrayList<>();
        Optional<PanelMember> first = PanelMember.read(judged.runRoot(), problems);
        List<PanelMember> others = new ArrayList<>();
        for (Path root : beside) {
            PanelMember.read(root, problems).ifPresent(others::add);
        }
        first.ifPresent(member -> problems.addAll(PanelRules.problems(member, others)));
        if (!problems.isEmpty()) {
            throw new RunException(problems);
        }
        return new RunPanel(judged, tableRoots, progress).measure(first.orElseThrow(), others);
    }

    private Scorecard measure(PanelMember first, List<PanelMember> others) {
        Scorecard card = Scorecard.of(judged);
        repeats.add(first);
        add(first, JSON.readTree(CanonicalJson.of(card.json())), PanelFindings.Card.JUDGED);
        for (PanelMember other : others) {
            if (other.runId().equals(first.runId())) {
                repeats.add(other);
                runs.add(run(other, PanelFindings.Card.REPEAT));
            } else {
                add(other);
            }
        }
        SegmentValidationPolicy policy = SegmentValidationPolicy.of(SealedRun.open(RunFolder.at(judged.runRoot()))
                .packs()
                .require("segment_validation_policy_6B")
                .root());
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            PanelTables.fill(statement, seeds, PanelRepeat.of(repeats));
            return card.beside(
                    measure(statement, policy, seeds.size(), repeats.size()), PanelFindings.read(statement, runs));
        } catch (SQLException e) {
            throw new RunException(
                    Problem.of(
                            ErrorCode.IO_READ_FAILED,
                            "--beside",
                            "must give cards that can be compared",
                            String.valueOf(e.getMessage()),
                            "measure each alone first: millrace verify --realism"),
                    e);
        }
    }

    /** Metrics over several runs, by id, from the tables of the panel. */
    static Map<String, MetricResult> measure(
            Statement statement, SegmentValidationPolicy policy, int seeds, int repeats) throws SQLException {
        TreeMap<String, MetricResult> results = new TreeMap<>();
        for (String name : MetricQuery.NAMES) {
            MetricQuery query = MetricQuery.load(name);
            if (query.beside().isPresent()) {
                MetricQuery.Beside needed = query.beside().get();
                int runs =
                        switch (needed.kind()) {
                            case SEEDS -> seeds;
                            case REPEATS -> repeats;
                        };
                results.put(query.metricId(), Scorecard.result(statement, query, policy, needed.obstacle(runs)));
            }
        }
        return results;
    }

    /** A run of another seed: its card from its folder, or measured now. */
    private void add(PanelMember other) {
        ScorecardSettings settings = new ScorecardSettings(
                other.root(), tableRoots.apply(other.identity()), judged.scratch(), judged.memoryMax());
        CardSource source = CardSource.of(
                other.identity(),
                Optional.of(other.bundleDigest()),
                ScorecardSession.tablesBelow(settings.tableRoots()).keySet());
        Optional<JsonNode> kept = KeptScorecard.of(other.root()).filter(source::isNamedBy);
        if (kept.isPresent()) {
            progress.accept("seed " + other.identity().seedText() + ": the card that lies with run " + other.runId());
            add(other, kept.get(), PanelFindings.Card.KEPT);
            return;
        }
        progress.accept("seed " + other.identity().seedText() + ": measuring run " + other.runId());
        String text = KeptScorecard.text(Scorecard.of(settings));
        KeptScorecard.keep(other.root(), text);
        add(other, JSON.readTree(text), PanelFindings.Card.MEASURED);
    }

    private void add(PanelMember member, JsonNode card, PanelFindings.Card from) {
        seeds.add(PanelCard.of(card));
        runs.add(run(member, from));
    }

    private static PanelFindings.Run run(PanelMember member, PanelFindings.Card card) {
        return new PanelFindings.Run(
                member.runId(), member.identity().seedText(), member.root().toString(), card);
    }
}
