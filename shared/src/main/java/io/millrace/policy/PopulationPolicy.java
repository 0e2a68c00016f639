package io.millrace.policy;

import io.millrace.contract.PartyType;
import io.millrace.contract.Region;
import io.millrace.contract.Segment;
import java.io.Serial;
import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * {@code population_6A}: who the parties of an own world are, how active, and who belongs together.
 *
 * @param typeMix thousandths of the parties of a region
 * @param segmentMix percent of a type in a region
 * @param activity strips of a (zone, segment) cell
 */
public record PopulationPolicy(
        Map<Region, Map<PartyType, Integer>> typeMix,
        Map<Region, Map<Segment, Integer>> segmentMix,
        Map<Segment, Profile> profiles,
        Activity activity,
        Latent latent,
        Households households,
        Rings rings)
        implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Activity strips of a cell; the last one is dormant. */
    public static final int STRIPS = 14;
    /** Latent levels. */
    public static final int LEVELS = 4;

    /** @param root the file, as the schema accepted it */
    public static PopulationPolicy of(PolicyNode root) {
        PolicyNode rings = root.get("rings");
        return new PopulationPolicy(
                ByVocabulary.map(
                        root.get("type_mix"),
                        Region.class,
                        mix -> ByVocabulary.map(mix, PartyType.class, PolicyNode::int32)),
                ByVocabulary.map(
                        root.get("segment_mix"),
                        Region.class,
                        mix -> ByVocabulary.map(mix, Segment.class, PolicyNode::int32)),
                ByVocabulary.map(root.get("segment_profiles"), Segment.class, Profile::of),
                new Activity(
                        integers(root.get("activity").get("shares")),
                        integers(root.get("activity").get("weights"))),
                new Latent(
                        root.get("latent").get("factors").items().stream()
                                .map(PolicyNode::number)
                                .toList(),
                        root.get("latent").get("levels_by_strip").items().stream()
                                .map(PopulationPolicy::integers)
                                .toList()),
                new Households(
                        integers(root.get("households").get("sizes")),
                        integers(root.get("households").get("member_shares"))),
                new Rings(
                        rings.get("share").int32(),
                        integers(rings.get("sizes")),
                        integers(rings.get("member_shares")),
                        rings.get("size_min").int32()));
    }

    /**
     * Means of the latent level over a cell, exact in millionths: what a table of counts divides by so that its mean
     * stays what it was.
     *
     * @return [level], 1 in all
     */
    public double[] latentShares() {
        long[] parts = new long[LEVELS];
        for (int strip = 0; strip < STRIPS; strip++) {
            for (int level = 0; level < LEVELS; level++) {
                parts[level] += (long) activity.shares.get(strip)
                        * latent.levelsByStrip.get(strip).get(level);
            }
        }
        double[] shares = new double[LEVELS];
        for (int level = 0; level < LEVELS; level++) {
            shares[level] = parts[level] / 1e6;
        }
        return shares;
    }

    /**
     * Factor of a level on a mean count: {@code g^e / sum of m g^e}, so that the mean over a cell is 1.
     *
     * @param exponent how much the count follows the level
     * @return [level]
     */
    public double[] latentFactors(double exponent) {
        double[] shares = latentShares();
        double[] factors = new double[LEVELS];
        double mean = 0;
        for (int level = 0; level < LEVELS; level++) {
            factors[level] = StrictMath.pow(latent.factors.get(level), exponent);
            mean += shares[level] * factors[level];
        }
        for (int level = 0; level < LEVELS; level++) {
            factors[level] /= mean;
        }
        return factors;
    }

    private static List<Integer> integers(PolicyNode list) {
        return list.items().stream().map(PolicyNode::int32).toList();
    }

    /**
     * Scores of a segment, 0..1.
     *
     * @param size of businesses; 0 for others
     * @param tags ascending
     */
    public record Profile(
            double income,
            double digital,
            double cash,
            double crossBorder,
            double credit,
            double stability,
            double size,
            Set<String> tags)
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        private static Profile of(PolicyNode node) {
            PolicyNode size = node.get("size");
            return new Profile(
                    node.get("income").number(),
                    node.get("digital").number(),
                    node.get("cash").number(),
                    node.get("cross_border").number(),
                    node.get("credit").number(),
                    node.get("stability").number(),
                    size.isNull() ? 0 : size.number(),
                    Collections.unmodifiableSet(new TreeSet<>(node.get("tags").texts())));
        }
    }

    /**
     * Strips by rank, the most active first.
     *
     * @param shares [strip], ten-thousandths of the cell
     * @param weights [strip], thousandths per party
     */
    public record Activity(List<Integer> shares, List<Integer> weights) implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;
    }

    /**
     * Latent level of a party given its strip.
     *
     * @param factors [level]
     * @param levelsByStrip [strip][level], percent
     */
    public record Latent(List<Double> factors, List<List<Integer>> levelsByStrip) implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;
    }

    /**
     * Households of the retail parties of a zone.
     *
     * @param sizes ascending
     * @param memberShares [size], ten-thousandths of the members
     */
    public record Households(List<Integer> sizes, List<Integer> memberShares) implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;
    }

    /**
     * Fraud rings among the retail parties of a zone.
     *
     * @param share members in ten-thousandths of the parties
     * @param sizes ascending
     * @param memberShares [size], ten-thousandths of the members
     * @param sizeMin smaller groups are no ring
     */
    public record Rings(int share, List<Integer> sizes, List<Integer> memberShares, int sizeMin)
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;
    }
}
