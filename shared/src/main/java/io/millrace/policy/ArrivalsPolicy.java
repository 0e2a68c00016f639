package io.millrace.policy;

import io.millrace.contract.Channel;
import io.millrace.contract.DemandClass;
import io.millrace.random.Decision;
import java.io.Serial;
import java.io.Serializable;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * {@code arrivals_5B}: the random part of the arrivals.
 *
 * @param merchantDaySigma spread of ln of a merchant's day
 * @param hourKappa one over the variance of a row's hour
 * @param gapMaxSeconds longest time to a follow-up
 * @param gaps by channel; none for HYBRID
 */
public record ArrivalsPolicy(
        Field field,
        double merchantDaySigma,
        double hourKappa,
        Map<DemandClass, ClassNoise> classes,
        Rows rows,
        int chunkMeanMax,
        int visitArrivalsMax,
        double tiltMax,
        int gapMaxSeconds,
        Map<Channel, Gap> gaps,
        Checks checks)
        implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final List<Channel> CHANNELS = List.of(Channel.ECOM, Channel.POS, Channel.ATM, Channel.BANK_RAIL);

    private static final Map<Decision, String> COUNTERS = Map.of(
            Decision.FIELD, "field_cell;hour",
            Decision.DAY, "merchant_ordinal;local_day",
            Decision.COUNT, "row_key;hour",
            Decision.CHUNK, "row_key;hour,chunk",
            Decision.VISIT, "row_key;hour,visit",
            Decision.HEAD, "row_key;hour,visit",
            Decision.TILT, "row_key;hour,visit",
            Decision.GAP, "row_key;hour,visit,follow_up");

    /** @param root the file, as the schema accepted it */
    public static ArrivalsPolicy of(PolicyNode root) {
        root.get("draws").items().forEach(ArrivalsPolicy::sameAsTheProgram);
        EnumMap<Channel, Gap> gaps = new EnumMap<>(Channel.class);
        for (Channel channel : CHANNELS) {
            gaps.put(channel, Gap.of(root.get("gaps").get(channel.token())));
        }
        return new ArrivalsPolicy(
                Field.of(root.get("field")),
                root.get("merchant_day_sigma").number(),
                root.get("hour_kappa").number(),
                ByVocabulary.map(root.get("classes"), DemandClass.class, ClassNoise::of),
                Rows.of(root.get("rows")),
                root.get("chunk_mean_max").int32(),
                root.get("visit_arrivals_max").int32(),
                root.get("tilt_max").number(),
                root.get("gap_max_seconds").int32(),
                Collections.unmodifiableMap(gaps),
                Checks.of(root.get("checks")));
    }

    /** The pack tells what the program draws; another text is a pack for another program. */
    private static void sameAsTheProgram(PolicyNode node) {
        Decision decision = Decision.valueOf(node.get("decision").text());
        String counter = node.get("hi").text() + ";" + node.get("lo").text();
        if (!counter.equals(COUNTERS.get(decision)) || node.get("draws").int32() != decision.draws()) {
            throw new IllegalStateException(node.pointer() + " must be what this program does: " + decision + " "
                    + COUNTERS.get(decision) + ", draws " + decision.draws());
        }
    }

    private static Band band(PolicyNode node) {
        return new Band(node.items().get(0).number(), node.items().get(1).number());
    }

    /**
     * The latent walk.
     *
     * @param pieces straight pieces of its curve on -span..span
     */
    public record Field(
            double sigma,
            double memoryHours,
            int blockHours,
            int warmUpHours,
            int countryCells,
            int merchantCells,
            double span,
            int pieces)
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        private static Field of(PolicyNode node) {
            return new Field(
                    node.get("sigma").number(),
                    node.get("memory_hours").number(),
                    node.get("block_hours").int32(),
                    node.get("warm_up_hours").int32(),
                    node.get("country_cells").int32(),
                    node.get("merchant_cells").int32(),
                    node.get("span").number(),
                    node.get("pieces").int32());
        }
    }

    /** Multipliers of kappa, the field's sigma and its memory. */
    public record ClassNoise(double kappa, double sigma, double memory) implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        private static ClassNoise of(PolicyNode node) {
            return new ClassNoise(
                    node.get("kappa").number(),
                    node.get("sigma").number(),
                    node.get("memory").number());
        }
    }

    /**
     * @param weeklyMin rows below join the largest of their channel
     * @param hourlyMeanMax of a merchant's peak hour, else it is sliced
     */
    public record Rows(double weeklyMin, double hourlyMeanMax, int slicesMax) implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        public Rows {
            if (Integer.bitCount(slicesMax) != 1) {
                throw new IllegalArgumentException("slices_max must be a power of two, was " + slicesMax);
            }
        }

        private static Rows of(PolicyNode node) {
            return new Rows(
                    node.get("weekly_min").number(),
                    node.get("hourly_mean_max").number(),
                    node.get("slices_max").int32());
        }
    }

    /** Log-normal time to a follow-up, before it is cut. */
    public record Gap(double medianSeconds, double sigmaLog, double minSeconds) implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        private static Gap of(PolicyNode node) {
            return new Gap(
                    node.get("median_seconds").number(),
                    node.get("sigma_log").number(),
                    node.get("min_seconds").number());
        }
    }

    /** Both ends allowed. */
    public record Band(double min, double max) implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        public boolean holds(double value) {
            return value >= min && value <= max;
        }

        @Override
        public String toString() {
            return min + ".." + max;
        }
    }

    /** Bands of the checks of a finished scenario. */
    public record Checks(
            double equalTimesMax,
            double volumeBand,
            double volumeBandSmall,
            long smallArrivalsPerDay,
            Band weekend,
            Band night,
            Band busiest,
            double mixOffMax,
            Band dispersion,
            double dispersionMeanMin,
            double lagOneMin,
            Band burst,
            Band gapMedianEcom,
            Band gapMedianPos,
            int concentrationMerchantsMin,
            double topMerchantMax,
            Band top1Percent,
            Band top5Percent)
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        private static Checks of(PolicyNode node) {
            return new Checks(
                    node.get("equal_times_max").number(),
                    node.get("volume_band").number(),
                    node.get("volume_band_small").number(),
                    node.get("small_arrivals_per_day").integer(),
                    band(node.get("weekend")),
                    band(node.get("night")),
                    band(node.get("busiest")),
                    node.get("mix_off_max").number(),
                    band(node.get("dispersion")),
                    node.get("dispersion_mean_min").number(),
                    node.get("lag_one_min").number(),
                    band(node.get("burst")),
                    band(node.get("gap_median_ecom")),
                    band(node.get("gap_median_pos")),
                    node.get("concentration_merchants_min").int32(),
                    node.get("top_merchant_max").number(),
                    band(node.get("top_1_percent")),
                    band(node.get("top_5_percent")));
        }
    }
}
