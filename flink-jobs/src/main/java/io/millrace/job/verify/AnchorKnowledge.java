package io.millrace.job.verify;

/**
 * What anchors tell of their future beyond what the policies say: trees on all anchor columns begin at the law's own log
 * odds and learn from one half of the rows; on the other half their area under the curve is held against the law's.
 *
 * @param flows judged
 * @param cases among them
 * @param lawAuc of the law's chances; with what the law reads and no column holds, so no honest column can add to it
 * @param learnedAuc of the same after the trees
 * @param rounds trees that helped on rows held back; 0 leaves the chances as they were
 * @param leading column that they owe most to, empty without trees
 */
record AnchorKnowledge(
        AnchorSample.Target target,
        int flows,
        int cases,
        double lawAuc,
        double learnedAuc,
        int rounds,
        String leading) {
    /** Of the half to learn from, the share that trees are grown on; the rest tells when to stop. */
    private static final double GROWN_ON = 0.75;

    /** Judges a target; with no case or nothing but cases in the judged half both areas are .5. */
    static AnchorKnowledge of(AnchorSample sample, AnchorSample.Target target) {
        int[] rows = sample.open(target);
        double[] law = new double[rows.length];
        boolean[] happened = new boolean[rows.length];
        int learnedFrom = rows.length / 2;
        int cases = 0;
        for (int row = 0; row < rows.length; row++) {
            double chance = sample.chance(target, rows[row]);
            law[row] = StrictMath.log(chance / (1 - chance));
            happened[row] = sample.happened(target, rows[row]);
            cases += row >= learnedFrom && happened[row] ? 1 : 0;
        }
        int flows = rows.length - learnedFrom;
        int grownOn = (int) (learnedFrom * GROWN_ON);
        if (cases == 0 || cases == flows || grownOn < 1) {
            return new AnchorKnowledge(target, flows, cases, 0.5, 0.5, 0, "");
        }
        AnchorFeatures features = new AnchorFeatures(sample, rows);
        BoostedTrees trees = new BoostedTrees(features.bins(), happened, law, grownOn, learnedFrom);
        int leading = trees.leadingColumn();
        return new AnchorKnowledge(
                target,
                flows,
                cases,
                RankedAuc.of(law, happened, learnedFrom),
                RankedAuc.of(trees.logOdds(), happened, learnedFrom),
                trees.rounds(),
                leading < 0 ? "" : features.names().get(leading));
    }
}
